import type { App } from "./app";

/**
 * Next bundles the start, every page and every route apart. Only the start holds the application; all others meet it
 * here, in the global, and know no more of it than its type: otherwise each would load a server of its own, 50 MB a piece.
 */
const kept = globalThis as { standbyApp?: Promise<App> };

/** Makes it the one application of this process. */
export function run(app: Promise<App>): Promise<App> {
  kept.standbyApp = app;
  return app;
}

/** The application of this process. @throws Error when it has not started */
export async function getApp(): Promise<App> {
  if (!kept.standbyApp) throw new Error("Standby has not started in this process");
  return kept.standbyApp;
}
