"use client";

import { type FormEvent, useId, useState } from "react";
import { useAccounts } from "@/components/data/use-accounts";
import { useCreateBudget } from "@/components/data/use-create-budget";
import { useGroups } from "@/components/data/use-groups";
import { useUpdateBudget } from "@/components/data/use-update-budget";
import { ProblemNote } from "@/components/plan/problem-note";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Key } from "@/components/ui/key";
import type { WireBudget } from "@/server/contract/budgets";
import { type BudgetField, type BudgetText, inputOf, periods, textOf, type Written } from "./budget-form";

interface FormProps {
  readonly budget: WireBudget | null;
  /** Of a new one. */
  readonly currency: string;
  readonly account: string | undefined;
  readonly onClose: () => void;
}

/** Makes a budget, or changes one. Open while `editing` is not null. */
export function BudgetDialog({
  editing,
  ...rest
}: { readonly editing: WireBudget | "new" | null } & Omit<FormProps, "budget">) {
  return (
    <Dialog
      open={editing !== null}
      onOpenChange={(open) => !open && rest.onClose()}
      title={editing === "new" || editing === null ? "Make a budget" : `Edit ${editing.name}`}
      description="Standby tells once in each period when a share of the limit is passed. It stops nothing."
    >
      {editing !== null && <BudgetForm budget={editing === "new" ? null : editing} {...rest} />}
    </Dialog>
  );
}

function BudgetForm({ budget, currency, account, onClose }: FormProps) {
  const create = useCreateBudget();
  const update = useUpdateBudget();
  const accounts = useAccounts().data?.items ?? [];
  const groups = useGroups().data?.items ?? [];
  const text = textOf(budget, account ?? accounts[0]?.id);
  const [scope, setScope] = useState(text.scope);
  const [errors, setErrors] = useState<Written["errors"]>({});
  const its = budget?.currency ?? currency;

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const { input, errors: wrong } = inputOf(readText(new FormData(event.currentTarget)), its);
    setErrors(wrong);
    if (input === null) return;
    if (budget) update.mutate({ id: budget.id, change: input }, { onSuccess: onClose });
    else create.mutate(input, { onSuccess: onClose });
  }

  const field = (name: BudgetField) => ({
    name,
    autoComplete: "off",
    defaultValue: text[name],
    error: errors[name] ?? null,
  });
  return (
    <form onSubmit={submit} className="flex flex-col gap-4" noValidate>
      <Field label="Name" maxLength={64} {...field("name")} />
      <Choice label="Of" name="scope" value={scope} onChange={setScope} error={errors.scope ?? null}>
        <optgroup label="Account">
          {accounts.map(({ id, name }) => (
            <option key={id} value={`account ${id}`}>
              {name}
            </option>
          ))}
        </optgroup>
        {groups.length > 0 && (
          <optgroup label="Group">
            {groups.map(({ id, name }) => (
              <option key={id} value={`group ${id}`}>
                {name}
              </option>
            ))}
          </optgroup>
        )}
        <optgroup label="Cost allocation tag">
          <option value="tag">A tag and its value</option>
        </optgroup>
      </Choice>
      {scope === "tag" && (
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Tag" placeholder="Environment" {...field("tagKey")} />
          <Field label="Value" placeholder="dev" {...field("tagValue")} />
        </div>
      )}
      <div className="grid gap-4 sm:grid-cols-2">
        <Choice label="Period" name="period" value={text.period} error={null}>
          {periods.map((period) => (
            <option key={period} value={period}>
              A {period}
            </option>
          ))}
        </Choice>
        <Field label={`Limit in ${its}`} inputMode="decimal" placeholder="350.00" {...field("limit")} />
      </div>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Tell when spent, %" hint="Of the limit: 80, 100" {...field("actual")} />
        <Field label="Tell when forecast, %" hint="Of the limit: 100" {...field("forecast")} />
      </div>
      <ProblemNote error={create.error ?? update.error} />
      <div className="mt-1 flex justify-end gap-2">
        <Key variant="gho" onClick={onClose}>
          Cancel
        </Key>
        <Key type="submit" variant="pri" busy={create.isPending || update.isPending}>
          Save
        </Key>
      </div>
    </form>
  );
}

function readText(form: FormData): BudgetText {
  const value = (name: BudgetField) => String(form.get(name) ?? "");
  return {
    name: value("name"),
    scope: value("scope"),
    tagKey: value("tagKey"),
    tagValue: value("tagValue"),
    period: value("period"),
    limit: value("limit"),
    actual: value("actual"),
    forecast: value("forecast"),
  };
}

function Choice({
  label,
  name,
  value,
  onChange,
  error,
  children,
}: {
  readonly label: string;
  readonly name: BudgetField;
  readonly value: string;
  readonly onChange?: (value: string) => void;
  readonly error: string | null;
  readonly children: React.ReactNode;
}) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className="mb-1 block font-medium">
        {label}
      </label>
      <select
        id={id}
        name={name}
        className="inp"
        defaultValue={value}
        onChange={(event) => onChange?.(event.target.value)}
        {...(error ? { "aria-invalid": true, "aria-describedby": `${id}-error` } : {})}
      >
        {children}
      </select>
      {error && (
        <p id={`${id}-error`} className="mt-1 text-xs text-fault">
          {error}
        </p>
      )}
    </div>
  );
}
