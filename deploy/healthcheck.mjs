// The image's HEALTHCHECK: 0 while the process that listens on PORT says that it lives. The image has no curl.
const { PORT: port = '3000' } = process.env;
try {
  const { status } = await fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(4_000) });
  if (status !== 200) throw new Error(`/healthz answers ${status}`);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
