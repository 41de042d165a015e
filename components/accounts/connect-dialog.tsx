"use client";

import { type FormEvent, useState } from "react";
import { ApiProblem } from "@/components/data/api";
import { useCreateAccount } from "@/components/data/use-create-account";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Key } from "@/components/ui/key";
import type { WireAccount } from "@/server/contract/accounts";
import { accountOf, type CredentialKind, errorsOf } from "./connect-form";

export type { CredentialKind };

const kinds: readonly (readonly [CredentialKind, string, string])[] = [
  ["role", "A role", "Standby assumes it with the identity it runs under."],
  [
    "environment",
    "Local credentials",
    "What the server itself runs with: an instance role, a profile, the environment.",
  ],
  ["sandbox", "The sandbox", "A built-in account that behaves like AWS. No credentials, no bill."],
];

/** Connects an account. Open while `kind` is not null. */
export function ConnectDialog({
  kind,
  onClose,
  onConnected,
}: {
  kind: CredentialKind | null;
  onClose: () => void;
  onConnected?: (account: WireAccount) => void;
}) {
  return (
    <Dialog
      open={kind !== null}
      onOpenChange={(open) => !open && onClose()}
      title="Connect an account"
      description="Connecting reads nothing yet and changes nothing in AWS."
    >
      {kind && <ConnectForm first={kind} onClose={onClose} {...(onConnected ? { onConnected } : {})} />}
    </Dialog>
  );
}

function ConnectForm({
  first,
  onClose,
  onConnected,
}: {
  first: CredentialKind;
  onClose: () => void;
  onConnected?: (account: WireAccount) => void;
}) {
  const create = useCreateAccount();
  const [kind, setKind] = useState<CredentialKind>(first);
  const problem = create.error instanceof ApiProblem ? create.error.problem : null;
  const errors = errorsOf(problem);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const body = accountOf(kind, new FormData(event.currentTarget));
    create.mutate(body, {
      onSuccess: (account) => {
        onClose();
        onConnected?.(account);
      },
    });
  }

  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <fieldset className="m-0 flex flex-col gap-2 border-0 p-0">
        <legend className="mb-1.5 p-0 font-medium">How Standby gets in</legend>
        {kinds.map(([value, word, note]) => (
          <label key={value} className="flex items-start gap-2.5">
            <input
              type="radio"
              name="kind"
              className="tick"
              value={value}
              checked={kind === value}
              onChange={() => setKind(value)}
            />
            <span>
              {word}
              <span className="block text-xs text-ink-3">{note}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <Field
        label="Name"
        name="name"
        required
        maxLength={64}
        autoComplete="off"
        hint="As your team calls it."
        error={errors.name}
      />
      {kind === "role" && (
        <>
          <Field
            label="Role ARN"
            name="roleArn"
            required
            autoComplete="off"
            spellCheck={false}
            placeholder="arn:aws:iam::111122223333:role/standby"
            error={errors.roleArn}
          />
          <Field
            label="External id"
            name="externalId"
            autoComplete="off"
            spellCheck={false}
            hint="If the role's trust policy asks for one."
            error={errors.externalId}
          />
        </>
      )}
      {kind !== "sandbox" && (
        <Field
          label="Regions"
          name="regions"
          autoComplete="off"
          spellCheck={false}
          placeholder="eu-central-1, us-east-1"
          hint="Empty: every region that is enabled in the account."
          error={errors.regions}
        />
      )}
      {errors.other && (
        <p role="alert" className="text-fault">
          {errors.other}
        </p>
      )}
      <div className="mt-1 flex justify-end gap-2">
        <Key variant="gho" onClick={onClose}>
          Cancel
        </Key>
        <Key type="submit" variant="pri" busy={create.isPending}>
          {create.isPending ? "Connecting" : "Connect"}
        </Key>
      </div>
    </form>
  );
}
