import { readFileSync } from "node:fs";
import { noOverrides, type Overrides, readOverrides } from "../costs/prices/overrides";
import type { Env } from "./env";

/** The negotiated prices of STANDBY_PRICES. @throws Error that names each wrong entry, or says that it cannot be read */
export function readPriceFile({ pricesFile }: Env): Overrides {
  if (pricesFile === null) return noOverrides;
  return readOverrides(textOf(pricesFile), pricesFile);
}

function textOf(file: string): string {
  try {
    return readFileSync(/*turbopackIgnore: true*/ file, "utf8");
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`The price file that STANDBY_PRICES names cannot be read: ${why}`);
  }
}
