"use client";

import { type ChangeEvent, type FormEvent, useId, useRef, useState } from "react";
import { useAccounts } from "@/components/data/use-accounts";
import { useDeleteTerraformState } from "@/components/data/use-delete-terraform-state";
import { useImportTerraformState } from "@/components/data/use-import-terraform-state";
import { useTerraformStates } from "@/components/data/use-terraform-states";
import { ProblemNote } from "@/components/plan/problem-note";
import { Time } from "@/components/ui/clock";
import { Field } from "@/components/ui/field";
import { plural } from "@/components/ui/format";
import { Key } from "@/components/ui/key";
import type { WireAccount } from "@/server/contract/accounts";
import type { WireTerraformState } from "@/server/contract/terraform";
import { nameFromFile, type ReadFile, readStateFile } from "./state-file";

/** The states of Terraform that Standby knows: listed, imported, removed. */
export function TerraformStates() {
  const { data, error } = useTerraformStates();
  const accounts = useAccounts().data?.items ?? [];
  const remove = useDeleteTerraformState();
  const states = data?.items ?? [];
  return (
    <section aria-labelledby="terraform" className="mt-10 max-w-140">
      <h2 id="terraform">Terraform</h2>
      <p className="mid">
        Give a state file, and Standby says what Terraform manages and what it shows as changed while something is
        paused. Only addresses, types, ids and ARNs are kept. The rest of the file, where secrets are, stays in this
        browser.
      </p>
      <ProblemNote error={error ?? remove.error} />
      {states.length > 0 && (
        <ul className="list cards mt-3" aria-label="Known states">
          {states.map((state) => (
            <StateRow
              key={state.id}
              state={state}
              account={accounts.find(({ id }) => id === state.accountId)?.name ?? state.accountId}
              busy={remove.isPending}
              onRemove={() => remove.mutate(state.id)}
            />
          ))}
        </ul>
      )}
      {accounts.length > 0 && <ImportForm accounts={accounts} />}
    </section>
  );
}

interface RowProps {
  readonly state: WireTerraformState;
  readonly account: string;
  readonly busy: boolean;
  readonly onRemove: () => void;
}

function StateRow({ state, account, busy, onRemove }: RowProps) {
  return (
    <li>
      <div className="min-w-0">
        <h3>{state.name}</h3>
        <p className="text-ink-2 wrap-anywhere">
          {account}, {plural(state.resources, "resource")} of AWS, serial {state.serial}
        </p>
        <small>
          Imported <Time at={state.importedAt} form="date" /> by {state.importedBy}
        </small>
      </div>
      <Key size="sm" variant="gho" busy={busy} aria-label={`Remove the state ${state.name}`} onClick={onRemove}>
        Remove
      </Key>
    </li>
  );
}

function ImportForm({ accounts }: { readonly accounts: readonly WireAccount[] }) {
  const send = useImportTerraformState();
  const accountField = useId();
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<ReadFile | null>(null);
  const [name, setName] = useState("");
  const [accountId, setAccountId] = useState(accounts[0]?.id ?? "");
  const choose = async ({ target }: ChangeEvent<HTMLInputElement>) => {
    const [chosen] = target.files ?? [];
    send.reset();
    setFile(chosen ? readStateFile(await chosen.text()) : null);
    if (chosen && name === "") setName(nameFromFile(chosen.name));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!file?.state) return;
    const forget = () => {
      setFile(null);
      setName("");
      if (input.current) input.current.value = "";
    };
    send.mutate({ accountId, name: name.trim(), state: file.state }, { onSuccess: forget });
  };
  return (
    <form onSubmit={submit} noValidate>
      <div className="settings-pair">
        <StateFileField inputRef={input} file={file} onChoose={choose} />
        <Field
          label="Called"
          placeholder="prod"
          autoComplete="off"
          maxLength={64}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        {accounts.length > 1 && (
          <div>
            <label htmlFor={accountField} className="mb-1 block font-medium">
              In the account
            </label>
            <select
              id={accountField}
              className="inp"
              value={accountId}
              onChange={(event) => setAccountId(event.target.value)}
            >
              {accounts.map((account) => (
                <option key={account.id} value={account.id}>
                  {account.name}
                </option>
              ))}
            </select>
          </div>
        )}
      </div>
      <ProblemNote error={send.error} />
      <div className="mt-3 flex items-center gap-3">
        <Key type="submit" busy={send.isPending} disabled={!file?.state || name.trim() === ""}>
          Import
        </Key>
        <span role="status" className="mid">
          {send.data ? `${send.data.name} is known, with ${plural(send.data.resources, "resource")}` : ""}
        </span>
      </div>
    </form>
  );
}

interface FileProps {
  readonly inputRef: React.RefObject<HTMLInputElement | null>;
  readonly file: ReadFile | null;
  readonly onChoose: (event: ChangeEvent<HTMLInputElement>) => Promise<void>;
}

/** Its own element rather than a `Field`: the file is forgotten once it was imported, which only the element can. */
function StateFileField({ inputRef, file, onChoose }: FileProps) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className="mb-1 block font-medium">
        State file
      </label>
      <input
        ref={inputRef}
        id={id}
        type="file"
        accept=".tfstate,.json,.backup,application/json"
        className="inp leading-[38px] file:mr-3 file:border-0 file:bg-transparent file:p-0 file:font-semibold"
        aria-describedby={`${id}-said`}
        aria-invalid={file?.error ? true : undefined}
        onChange={(event) => void onChoose(event)}
      />
      <p id={`${id}-said`} className={`mt-1 text-xs ${file?.error ? "text-fault" : "text-ink-3"}`} role="status">
        {fileWords(file)}
      </p>
    </div>
  );
}

function fileWords(file: ReadFile | null): string {
  if (file === null) return "terraform.tfstate, or what terraform state pull prints.";
  return file.error ?? `It manages ${plural(file.resources, "resource")} of AWS.`;
}
