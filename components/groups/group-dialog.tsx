"use client";

import { type FormEvent, useId } from "react";
import { ApiProblem } from "@/components/data/api";
import { useCreateGroup } from "@/components/data/use-create-group";
import { useKinds } from "@/components/data/use-kinds";
import { useUpdateGroup } from "@/components/data/use-update-group";
import { Dialog } from "@/components/ui/dialog";
import { CheckField, ChoiceField, Field } from "@/components/ui/field";
import { Key } from "@/components/ui/key";
import type { WireGroup } from "@/server/contract/groups";
import { type Accepted, acceptableOf, isAccepted, withAccepted } from "./accepted";
import { filterOf, textOf } from "./filter-form";
import { guardChoices, guardOf } from "./guard-words";

/** Makes a group, or changes one. Open while `editing` is not null. */
export function GroupDialog({ editing, onClose }: { editing: WireGroup | "new" | null; onClose: () => void }) {
  return (
    <Dialog
      open={editing !== null}
      onOpenChange={(open) => !open && onClose()}
      title={editing === "new" || editing === null ? "Make a group" : `Edit ${editing.name}`}
      description="A resource belongs to the group when every line that is filled in fits it."
    >
      {editing !== null && <GroupForm group={editing === "new" ? null : editing} onClose={onClose} />}
    </Dialog>
  );
}

const fieldOf = ({ kind, option }: Accepted) => `${kind} ${option}`;

function GroupForm({ group, onClose }: { group: WireGroup | null; onClose: () => void }) {
  const create = useCreateGroup();
  const update = useUpdateGroup();
  const acceptable = acceptableOf(useKinds().data?.items ?? []);
  const tagsId = useId();
  const filter = group?.filter ?? {};
  const text = textOf(filter);
  const error = create.error ?? update.error;
  const problem = error instanceof ApiProblem ? error.problem : null;
  const errorAt = (part: string) =>
    problem?.errors.find(({ pointer }) => pointer.split("/").includes(part))?.detail ?? null;
  const isTold = ["name", "tags", "names", "kinds", "regions"].some((part) => errorAt(part) !== null);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const value = (name: string) => String(form.get(name) ?? "");
    const body = {
      name: value("name").trim(),
      protected: form.get("protected") === "on",
      guard: guardOf(form.get("guard")),
      options: withAccepted(
        group?.options ?? {},
        acceptable,
        acceptable.filter((one) => form.get(fieldOf(one)) === "on"),
      ),
      filter: filterOf(
        { tags: value("tags"), names: value("names"), kinds: value("kinds"), regions: value("regions") },
        filter,
      ),
    };
    if (group) update.mutate({ id: group.id, change: body }, { onSuccess: onClose });
    else create.mutate(body, { onSuccess: onClose });
  }

  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <Field
        label="Name"
        name="name"
        required
        maxLength={64}
        autoComplete="off"
        defaultValue={group?.name}
        error={errorAt("name")}
      />
      <div>
        <label htmlFor={tagsId} className="mb-1 block font-medium">
          Tags
        </label>
        <textarea
          id={tagsId}
          name="tags"
          rows={2}
          className="inp"
          spellCheck={false}
          placeholder="env=dev"
          defaultValue={text.tags}
          aria-describedby={`${tagsId}-hint`}
        />
        <p id={`${tagsId}-hint`} className={`mt-1 text-xs ${errorAt("tags") ? "text-fault" : "text-ink-3"}`}>
          {errorAt("tags") ?? "One in a line: KEY=VALUE, or KEY for any value. All must fit."}
        </p>
      </div>
      <Field
        label="Names"
        name="names"
        autoComplete="off"
        spellCheck={false}
        placeholder="web-*, worker-*"
        defaultValue={text.names}
        error={errorAt("names")}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label="Kinds"
          name="kinds"
          autoComplete="off"
          spellCheck={false}
          placeholder="ec2.instance"
          defaultValue={text.kinds}
          error={errorAt("kinds")}
        />
        <Field
          label="Regions"
          name="regions"
          autoComplete="off"
          spellCheck={false}
          placeholder="eu-central-1"
          defaultValue={text.regions}
          error={errorAt("regions")}
        />
      </div>
      <CheckField
        label="Protected"
        name="protected"
        defaultChecked={group?.protected ?? false}
        hint="Nothing in this group is paused without a second person's approval."
      />
      <ChoiceField
        label="When something paused in it wakes"
        name="guard"
        choices={guardChoices}
        chosen={group?.guard ?? "report"}
      />
      <details>
        <summary className="cursor-pointer font-medium">What a stop takes only when you accept it</summary>
        <div className="mt-2 flex flex-col gap-2">
          {acceptable.map((one) => (
            <CheckField
              key={fieldOf(one)}
              label={one.label}
              name={fieldOf(one)}
              defaultChecked={isAccepted(group?.options ?? {}, one)}
            />
          ))}
        </div>
      </details>
      {problem && !isTold && (
        <p role="alert" className="text-fault">
          {problem.detail}
        </p>
      )}
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
