"use client";

import { useSearchParams } from "next/navigation";
import { useEffect, useId, useMemo, useRef, useState } from "react";
import { useGroups } from "@/components/data/use-groups";
import { useResource } from "@/components/data/use-resource";
import { useZone } from "@/components/ui/clock";
import { plural } from "@/components/ui/format";
import { Key } from "@/components/ui/key";
import { Note } from "@/components/ui/note";
import { Answer } from "./answer";
import { type Hours, hoursError, hoursOf, presets } from "./hours";
import { HoursFields } from "./hours-fields";
import { type Asked, readAsked, scopeOf, writeAsked } from "./link";

const nothing: Asked = { ids: [], group: null, hours: null };

/**
 * What a weekly schedule would save, of all that is shown, a group, or the resources that the address names. It asks once
 * somebody wants to know: a page that only shows what was saved does not reckon with each resource.
 */
export function WhatIfCard({ account }: { readonly account: string | null }) {
  const search = useSearchParams()?.toString() ?? "";
  const read = useMemo(() => readAsked(new URLSearchParams(search)), [search]);
  const zone = useZone();
  const [own, setOwn] = useState<Asked | null>(null);
  const asked = own ?? read.asked;
  const [first] = presets;
  const hours: Hours = asked?.hours ?? { on: [hoursOf(first)], timezone: zone };
  const change = (next: Partial<Asked>) => {
    const whole = { ...(asked ?? nothing), hours, ...next };
    setOwn(whole);
    keepInAddress(whole);
  };
  return (
    <section id="what-if" className="mt-8 max-w-200 scroll-mt-16" aria-labelledby="what-if-title">
      <Title isLinked={read.asked !== null} />
      <p className="mid mb-3 max-w-[80ch]">
        From prices, the last 30 days and the bill, and where this month would end with it. Nothing is kept, and nothing
        is changed.
      </p>
      {read.wrong.length > 0 && (
        <Note tone="ember" title="The address of this page asks for what cannot be read" live className="mb-3">
          {read.wrong.map((one) => (
            <p key={one} className="wrap-anywhere">
              {one}
            </p>
          ))}
        </Note>
      )}
      <div className="flex flex-col gap-4">
        <ScopeField asked={asked ?? nothing} ids={read.asked?.ids ?? []} account={account} onChange={change} />
        <HoursFields hours={hours} onChange={(next) => change({ hours: next })} />
        {asked === null && (
          <p>
            <Key onClick={() => change({})}>Show what it would save</Key>
          </p>
        )}
        {asked !== null && <Answer scope={scopeOf(asked, account)} hours={hours} />}
      </div>
    </section>
  );
}

/** Who came by a link goes on reading here. */
function Title({ isLinked }: { readonly isLinked: boolean }) {
  const title = useRef<HTMLHeadingElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the page is there
  useEffect(() => {
    if (isLinked && window.location.hash === "#what-if") title.current?.focus();
  }, []);
  return (
    <h2 id="what-if-title" ref={title} tabIndex={-1} className="mb-1 outline-none">
      What a schedule would save
    </h2>
  );
}

/** In its place: who goes back leaves the page, and does not walk through each key that was pressed. */
function keepInAddress(asked: Asked): void {
  if (asked.hours === null || hoursError(asked.hours) !== null) return;
  const next = writeAsked(asked, new URLSearchParams(window.location.search));
  window.history.replaceState(null, "", `${window.location.pathname}?${next}${window.location.hash}`);
}

const some = "some";
const all = "all";

function ScopeField({
  asked,
  ids,
  account,
  onChange,
}: {
  readonly asked: Asked;
  /** Of the address: they can be chosen again. */
  readonly ids: readonly string[];
  readonly account: string | null;
  readonly onChange: (change: Pick<Asked, "ids" | "group">) => void;
}) {
  const id = useId();
  const groups = useGroups().data?.items ?? [];
  const [linked] = useState(ids);
  const name = useResource(linked.length === 1 ? (linked[0] ?? null) : null).data?.name;
  const known = groups.find((group) => group.id === asked.group || group.name === asked.group);
  const whole = asked.group === null ? all : `group ${known?.id ?? asked.group}`;
  const chosen = asked.ids.length > 0 ? some : whole;
  return (
    <div className="sm:max-w-80">
      <label htmlFor={id} className="mb-1 block font-medium">
        Of
      </label>
      <select
        id={id}
        className="inp"
        value={chosen}
        onChange={({ target: { value } }) =>
          onChange({
            ids: value === some ? linked : [],
            group: value.startsWith("group ") ? value.slice("group ".length) : null,
          })
        }
      >
        {linked.length > 0 && <option value={some}>{name ?? plural(linked.length, "resource")}</option>}
        <option value={all}>{account === null ? "Everything" : "Everything in this account"}</option>
        {asked.group !== null && !known && <option value={`group ${asked.group}`}>{asked.group}</option>}
        {groups.map((group) => (
          <option key={group.id} value={`group ${group.id}`}>
            {group.name}
          </option>
        ))}
      </select>
    </div>
  );
}
