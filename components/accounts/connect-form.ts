import type { CallInput } from "@/components/data/api";
import type { WireProblem } from "@/server/contract/common";

export type CredentialKind = "role" | "environment" | "sandbox";

/** The form's fields as the body of `POST /accounts`. The server judges them. */
export function accountOf(kind: CredentialKind, form: FormData): CallInput<"createAccount">["body"] {
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const regions = text("regions")
    .split(/[\s,]+/)
    .filter(Boolean);
  const externalId = text("externalId");
  const credentials =
    kind === "role"
      ? { type: kind, roleArn: text("roleArn"), ...(externalId === "" ? {} : { externalId }) }
      : { type: kind };
  return { name: text("name"), credentials, ...(regions.length > 0 ? { regions } : {}) };
}

export interface ConnectErrors {
  readonly name: string | null;
  readonly roleArn: string | null;
  readonly externalId: string | null;
  readonly regions: string | null;
  /** What belongs to no field. */
  readonly other: string | null;
}

/** Which field each of the server's errors belongs to, by its JSON pointer. */
export function errorsOf(problem: WireProblem | null): ConnectErrors {
  const errors = problem?.errors ?? [];
  const at = (part: string) => errors.find(({ pointer }) => pointer.split("/").includes(part))?.detail ?? null;
  const fields = { name: at("name"), roleArn: at("roleArn"), externalId: at("externalId"), regions: at("regions") };
  const told = Object.values(fields).some((detail) => detail !== null);
  return { ...fields, other: problem && !told ? problem.detail : null };
}
