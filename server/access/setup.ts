import { timingSafeEqual } from "node:crypto";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { RefusalError } from "../core/fault";
import type { NewId } from "../core/ports";
import type { AccessStore } from "../usecases/access-ports";
import type { Context } from "../usecases/context";
import { type RandomBytes, toHex } from "./random";
import { createThrottle } from "./throttle";
import { createFirstAdmin, type NewAdmin } from "./users";

export interface Setup {
  /** The one-time token for the log, or null when there is a user already. Also kept in `<data>/setup-token`, mode 0600. */
  token(): Promise<string | null>;
  /**
   * Makes the first admin.
   * @throws RefusalError not-found once there is a user · forbidden for a wrong token · too-many-requests after five
   * wrong ones within 15 minutes · invalid for a weak password
   */
  redeem(
    context: Pick<Context, "now" | "requestId" | "ip">,
    input: NewAdmin & { token: string },
  ): Promise<{ email: string }>;
}

interface Parts {
  readonly store: Pick<AccessStore, "userCount" | "createUser">;
  readonly newId: NewId;
  readonly randomBytes: RandomBytes;
  readonly dataDir: string;
}

/** First run: there is no default password; whoever can read the server's log or data folder becomes the first admin. */
export function createSetup({ store, newId, randomBytes, dataDir }: Parts): Setup {
  const throttle = createThrottle({ limit: 5, minutes: 15 });
  const file = join(/*turbopackIgnore: true*/ dataDir, "setup-token");
  let issued: Promise<string> | null = null;

  const issue = async () => {
    const token = toHex(randomBytes(16));
    await mkdir(dataDir, { recursive: true });
    await rm(file, { force: true }); // `mode` holds only for a file that is new
    await writeFile(file, `${token}\n`, { mode: 0o600 });
    return token;
  };

  return {
    async token() {
      if ((await store.userCount()) > 0) {
        await rm(file, { force: true });
        return null;
      }
      issued ??= issue();
      return issued;
    },

    async redeem(context, { token, ...admin }) {
      if ((await store.userCount()) > 0) throw alreadySetUp();
      throttle.attempt("setup", context.now);
      issued ??= issue();
      if (!equal(token.trim(), await issued)) {
        throw new RefusalError("forbidden", "This is not the setup token. It is in the server's log, one per start.", [
          { pointer: "/token", detail: "is not the setup token of this start" },
        ]);
      }
      throttle.forgive("setup");
      const { now, requestId, ip } = context;
      const email = await createFirstAdmin({ store, newId, now, by: "setup", requestId, ip }, admin).catch((error) => {
        throw error instanceof RefusalError && error.code === "conflict" ? alreadySetUp() : error;
      });
      await rm(file, { force: true });
      return { email };
    },
  };
}

function alreadySetUp(): RefusalError {
  return new RefusalError("not-found", "Standby is set up already. Sign in instead.");
}

function equal(given: string, wanted: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(wanted);
  return a.length === b.length && timingSafeEqual(a, b);
}
