import { RefusalError } from "../core/fault";
import type { NewId } from "../core/ports";
import type { Store } from "../usecases/ports";
import { createFirstAdmin } from "./users";

interface Parts {
  readonly store: { readonly access: Pick<Store["access"], "userCount" | "createUser"> };
  readonly newId: NewId;
  readonly now: Date;
}

/**
 * Creates the first admin from the configuration (STANDBY_ADMIN_EMAIL and STANDBY_ADMIN_PASSWORD) when there is no user
 * yet; afterwards both are ignored. True when one was created.
 * @throws RefusalError invalid for a weak password or an e-mail that is none: the start must stop and say so
 */
export async function ensureFirstAdmin(parts: Parts, admin: { email: string; password: string }): Promise<boolean> {
  if ((await parts.store.access.userCount()) > 0) return false;
  if (!/^[^\s@]+@[^\s@]+$/.test(admin.email)) {
    throw new RefusalError("invalid", "STANDBY_ADMIN_EMAIL is not an e-mail address.");
  }
  const name = admin.email.split("@")[0] ?? admin.email;
  const made = { store: parts.store.access, newId: parts.newId, now: parts.now, by: "configuration" as const };
  try {
    await createFirstAdmin({ ...made, requestId: null, ip: null }, { name, ...admin });
    return true;
  } catch (error) {
    // Another server on the same database was quicker.
    if (error instanceof RefusalError && error.code === "conflict") return false;
    throw error;
  }
}
