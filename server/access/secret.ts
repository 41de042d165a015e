import type { SettingStore } from "../usecases/ports";
import { type RandomBytes, toHex } from "./random";

const setting = "access.session-secret";

/**
 * The key that session cookies are encrypted with: the one that is configured, else 256 random bits that are made
 * once and kept. Read on every use and never cached: two servers that start at once on one new database may each make
 * one, and from the second write on both use what was kept.
 */
export async function sessionSecret(
  settings: SettingStore,
  configured: string | null,
  randomBytes: RandomBytes,
): Promise<string> {
  if (configured !== null) return configured;
  const known = await settings.get(setting);
  if (known !== null) return known;
  await settings.set(setting, toHex(randomBytes(32)));
  const kept = await settings.get(setting);
  if (kept === null) throw new Error("The session secret was written but could not be read back");
  return kept;
}
