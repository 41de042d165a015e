/** Next calls this once, before the first request. A start that fails ends the process: half a Standby is none. */
export async function register(): Promise<void> {
  // Written as one positive condition, so that Next leaves the body out of its edge build.
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { start } = await import("./server/runtime/start");
    try {
      await start();
    } catch (error) {
      process.stderr.write(`Standby did not start: ${error instanceof Error ? error.message : String(error)}\n`);
      process.exit(1);
    }
  }
}
