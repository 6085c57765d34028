// A list of planted mistakes under way: in `file`, the one place that reads `find` reads `become` instead. `specs`: of
// the rooms that must notice; without them, it is those that tools/mutants.mjs names.

export function planting(specs) {
  const mutants = [];
  const inFile = (file, ...changes) => {
    for (const [find, become] of changes) mutants.push({ file, find, become, ...(specs && { specs }) });
  };
  return { mutants, inFile };
}
