import { RefusalError } from "../core/fault";
import type { NewId } from "../core/ports";
import type { AccessStore } from "../usecases/access-ports";
import { hashPassword, passwordWeakness } from "./password";

export interface NewAdmin {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

interface Parts {
  readonly store: Pick<AccessStore, "createUser">;
  readonly newId: NewId;
  readonly now: Date;
  /** What made the user: the setup page or the configuration. */
  readonly by: "setup" | "configuration";
  readonly requestId: string | null;
  readonly ip: string | null;
}

/**
 * Creates the first admin, and only the first.
 * @throws RefusalError invalid for a weak password; conflict when there is a user already
 */
export async function createFirstAdmin(parts: Parts, { name, email, password }: NewAdmin): Promise<string> {
  const weakness = passwordWeakness(password, [name, email, "standby"]);
  if (weakness) {
    throw new RefusalError("invalid", `The password ${weakness}.`, [{ pointer: "/password", detail: weakness }]);
  }
  const id = parts.newId("usr");
  const address = normalEmail(email);
  const passwordHash = await hashPassword(password);
  await parts.store.createUser(
    { id, email: address, name, passwordHash, role: "admin", disabled: false, createdAt: parts.now },
    true,
    {
      at: parts.now,
      actorType: "system",
      actorId: parts.by,
      actorName: parts.by,
      action: "user.create",
      subject: id,
      before: null,
      after: { email: address, name, role: "admin" },
      outcome: "ok",
      requestId: parts.requestId,
      ip: parts.ip,
    },
  );
  return address;
}

/** E-mails are compared without case and surrounding space. */
export function normalEmail(email: string): string {
  return email.trim().toLowerCase();
}
