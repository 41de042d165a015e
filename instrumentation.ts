/** Next calls this once, before the first request. A start that fails ends the process: half a Standby is none. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { start } = await import("./server/runtime/start");
  try {
    await start();
  } catch (error) {
    process.stderr.write(`Standby did not start: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}
