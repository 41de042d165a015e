"use client";

import { type FormEvent, useState } from "react";
import { useRights } from "@/components/access/use-rights";
import { useSettings } from "@/components/data/use-settings";
import { useUpdateSettings } from "@/components/data/use-update-settings";
import { ProblemNote } from "@/components/plan/problem-note";
import { Field } from "@/components/ui/field";
import { Key } from "@/components/ui/key";
import { Skeleton } from "@/components/ui/skeleton";
import type { WireSettings } from "@/server/contract/settings";
import { manyResources } from "@/server/core/plan";
import { Prices } from "./prices";
import { limitsWords, type SettingsText, settingsOf, textOf } from "./settings-form";
import { TerraformStates } from "./terraform-states";

/** What an admin may change while Standby runs. */
export function SettingsScreen() {
  const { mayAdminister } = useRights();
  const { data, error } = useSettings(mayAdminister);
  return (
    <div className="page">
      <div className="page-head">
        <div>
          <h1>Settings</h1>
          <p>How much one press may stop, and how long it can be taken back.</p>
        </div>
      </div>
      {!mayAdminister && <p>Only admins see and change the settings. Ask one of them what is set here.</p>}
      <ProblemNote error={error} />
      {mayAdminister && !data && !error && <Waiting />}
      {data && mayAdminister && <SettingsForm settings={data} />}
      {data && mayAdminister && <Prices />}
      {data && mayAdminister && <TerraformStates />}
    </div>
  );
}

function SettingsForm({ settings }: { readonly settings: WireSettings }) {
  const update = useUpdateSettings();
  const [text, setText] = useState(() => textOf(settings));
  const [checked, setChecked] = useState(false);
  const { settings: written, errors } = settingsOf(text);
  const isSame = JSON.stringify(written) === JSON.stringify(settings);
  const bind = (field: keyof SettingsText) => ({
    name: field,
    value: text[field],
    error: checked ? (errors[field] ?? null) : null,
    onChange: (event: { readonly target: { readonly value: string } }) =>
      setText((now) => ({ ...now, [field]: event.target.value })),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (written) update.mutate(written);
  };
  return (
    <form onSubmit={submit} className="settings" noValidate>
      <section aria-labelledby="limits">
        <h2 id="limits">Limits of one stop</h2>
        <p className="mid">
          {limitsWords((written ?? settings).limits)} Starting is never limited. A share counts only above{" "}
          {manyResources} resources.
        </p>
        <div className="settings-pair">
          <Field
            label="Resources"
            inputMode="numeric"
            autoComplete="off"
            placeholder="no limit"
            hint="Empty: no limit."
            {...bind("resources")}
          />
          <Field
            label="Share of an account, %"
            inputMode="decimal"
            autoComplete="off"
            placeholder="no limit"
            hint="Of what runs in it. Empty: no limit."
            {...bind("share")}
          />
        </div>
      </section>
      <section aria-labelledby="undo">
        <h2 id="undo">Undo</h2>
        <p className="mid">
          A small stop by a person waits this long before anything is sent to AWS. Until then an undo touches nothing.
        </p>
        <div className="settings-pair">
          <Field
            label="Seconds"
            inputMode="numeric"
            autoComplete="off"
            hint="0 to 60. 0: it begins at once."
            {...bind("undoSeconds")}
          />
        </div>
      </section>
      <section aria-labelledby="idle">
        <h2 id="idle">Idle</h2>
        <p className="mid">
          What CloudWatch saw no use of for this long is recommended to be paused. The next daily look goes by it.
        </p>
        <div className="settings-pair">
          <Field label="Days" inputMode="numeric" autoComplete="off" hint="1 to 14." {...bind("idleDays")} />
        </div>
      </section>
      <ProblemNote error={update.error} />
      <div className="flex items-center gap-3">
        <Key type="submit" variant="pri" busy={update.isPending} disabled={isSame}>
          Save
        </Key>
        <span role="status" className="mid">
          {savedWord(isSame, update.isSuccess)}
        </span>
      </div>
    </form>
  );
}

function savedWord(isSame: boolean, wasSaved: boolean): string {
  if (!isSame) return "Not saved yet";
  return wasSaved ? "Saved" : "";
}

function Waiting() {
  return (
    <div role="status" className="flex flex-col gap-4">
      <span className="sr-only">Reading the settings</span>
      <Skeleton className="h-5 w-80" />
      <Skeleton className="h-10 w-full max-w-120" />
    </div>
  );
}
