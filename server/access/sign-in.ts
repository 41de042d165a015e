import { RefusalError } from "../core/fault";
import type { AccessStore, UserRecord } from "../usecases/access-ports";
import type { Context } from "../usecases/context";
import type { AuditStore } from "../usecases/ports";
import { pretendToVerify, verifyPassword } from "./password";
import { createThrottle } from "./throttle";
import { normalEmail } from "./users";

export type SignIn = (
  context: Pick<Context, "now" | "requestId" | "ip">,
  input: { readonly email: string; readonly password: string },
) => Promise<UserRecord>;

/**
 * Checks an e-mail and a password. The answer and the time it takes are the same whether the e-mail is unknown, the
 * user is disabled or the password is wrong. Five tries per address and e-mail in 15 minutes; fifty an hour per e-mail
 * from anywhere, for those who change addresses; two hundred a minute in all.
 * @throws RefusalError unauthenticated or too-many-requests
 */
export function createSignIn(store: {
  readonly access: Pick<AccessStore, "userByEmail">;
  readonly audit: Pick<AuditStore, "append">;
}): SignIn {
  const perAddress = createThrottle({ limit: 5, minutes: 15 });
  const perEmail = createThrottle({ limit: 50, minutes: 60 });
  const everybody = createThrottle({ limit: 200, minutes: 1 });

  return async (context, input) => {
    const email = normalEmail(input.email);
    const address = `${context.ip ?? "?"} ${email}`;
    everybody.attempt("all", context.now);
    perAddress.attempt(address, context.now);
    perEmail.attempt(email, context.now);

    const user = await store.access.userByEmail(email);
    const right = user
      ? await verifyPassword(user.passwordHash, input.password)
      : await pretendToVerify(input.password);
    if (user && right && !user.disabled) {
      perAddress.forgive(address);
      perEmail.forgive(email);
      return user;
    }
    await store.audit.append({
      at: context.now,
      actorType: "system",
      actorId: "anonymous",
      actorName: "nobody",
      action: "session.create",
      subject: user?.id ?? "unknown e-mail",
      before: null,
      after: null,
      outcome: "refused",
      requestId: context.requestId,
      ip: context.ip,
    });
    throw new RefusalError("unauthenticated", "This e-mail and password do not belong together.");
  };
}
