// A list of planted mistakes under way: in `file`, the one place that reads `find` reads `become` instead.

export function planting() {
  const mutants = [];
  const inFile = (file, ...changes) => {
    for (const [find, become] of changes) mutants.push({ file, find, become });
  };
  return { mutants, inFile };
}
