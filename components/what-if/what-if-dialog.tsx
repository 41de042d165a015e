"use client";

import { useState } from "react";
import { useWhatIf } from "@/components/data/use-what-if";
import { ProblemNote } from "@/components/plan/problem-note";
import styles from "@/components/savings/savings.module.css";
import { useZone } from "@/components/ui/clock";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Figure } from "@/components/ui/figure";
import { Key } from "@/components/ui/key";
import { Money } from "@/components/ui/money";
import type { WireWhatIf } from "@/server/contract/what-if";
import { dayWords, type Hours, hoursError, isPreset, presets, scheduleOf, toggled } from "./hours";
import { hoursWord, whatIfNotes } from "./words";

/** What a weekly schedule would save of a group. Nothing is saved or changed. Open while `group` is not null. */
export function WhatIfDialog({
  group,
  onClose,
}: {
  readonly group: { readonly id: string; readonly name: string } | null;
  readonly onClose: () => void;
}) {
  return (
    <Dialog
      open={group !== null}
      onOpenChange={(open) => open || onClose()}
      title={group ? `What a schedule would save of ${group.name}` : "What a schedule would save"}
      description="From its prices and the last 30 days. This changes nothing."
      wide
    >
      {group && <WhatIfForm groupId={group.id} />}
    </Dialog>
  );
}

function WhatIfForm({ groupId }: { readonly groupId: string }) {
  const zone = useZone();
  const [first] = presets;
  const [hours, setHours] = useState<Hours>({ days: first.days, from: first.from, to: first.to, timezone: zone });
  const wrong = hoursError(hours);
  const question = wrong === null ? { scope: { groups: [groupId] }, schedule: scheduleOf(hours) } : null;
  const { data, error, isPlaceholderData } = useWhatIf(question);
  return (
    <div className="flex flex-col gap-4">
      <HoursFields hours={hours} wrong={wrong} onChange={(change) => setHours({ ...hours, ...change })} />
      <ProblemNote error={error} />
      {!data && !error && wrong === null && <p className="mid">Reckoning</p>}
      {data && <Answer answer={data} isOld={isPlaceholderData || wrong !== null} />}
    </div>
  );
}

function HoursFields({
  hours,
  wrong,
  onChange,
}: {
  readonly hours: Hours;
  readonly wrong: string | null;
  readonly onChange: (change: Partial<Hours>) => void;
}) {
  const isTime = wrong !== null && (hours.from === "" || hours.to === "");
  return (
    <>
      <fieldset className="flex flex-wrap gap-2">
        <legend className="sr-only">Often chosen</legend>
        {presets.map((preset) => (
          <Key
            key={preset.label}
            size="sm"
            aria-pressed={isPreset(hours, preset)}
            onClick={() => onChange({ days: preset.days, from: preset.from, to: preset.to })}
          >
            {preset.label}
          </Key>
        ))}
      </fieldset>
      <fieldset>
        <legend className="mb-1 font-medium">On these days</legend>
        <div className="flex flex-wrap gap-x-4 gap-y-2">
          {dayWords.map(([day, word]) => (
            <label key={day} className="flex items-center gap-2">
              <input
                type="checkbox"
                className="tick"
                checked={hours.days.includes(day)}
                onChange={() => onChange({ days: toggled(hours.days, day) })}
              />
              {word}
            </label>
          ))}
        </div>
      </fieldset>
      <div className="grid gap-4 sm:grid-cols-[1fr_1fr_2fr]">
        <Field
          label="On from"
          type="time"
          value={hours.from}
          error={isTime ? wrong : null}
          onChange={(event) => onChange({ from: event.target.value })}
        />
        <Field
          label="Until"
          type="time"
          value={hours.to}
          hint={hours.to <= hours.from ? "On the next day" : undefined}
          onChange={(event) => onChange({ to: event.target.value })}
        />
        <Field
          label="Time zone"
          value={hours.timezone}
          error={wrong !== null && !isTime ? wrong : null}
          onChange={(event) => onChange({ timezone: event.target.value.trim() })}
        />
      </div>
    </>
  );
}

function Answer({ answer, isOld }: { readonly answer: WireWhatIf; readonly isOld: boolean }) {
  const { total, kinds, hours } = answer;
  if (total.resources === 0)
    return <p role="status">Nothing in this group can be paused by a schedule. {whatIfNotes(answer).join(" ")}</p>;
  return (
    <div aria-busy={isOld} className={isOld ? "opacity-60" : ""}>
      <section className="figs px-0!" aria-label="What it would save" aria-live="polite">
        <Figure label="In a month" tone="proof" note="against running all the time">
          <Money value={total.month.net} big />
        </Figure>
        <Figure label="In the last 30 days" note="beside what was paused anyway">
          <Money value={total.past.net} big />
        </Figure>
        <Figure label="Stops and starts" note="a month; what AWS bills meanwhile, taken off">
          <Money value={total.month.changeover} big />
        </Figure>
      </section>
      <p className="mid">{hoursWord(hours)}</p>
      <div className={`${styles.wide} mt-3`}>
        <table className={styles.table}>
          <caption className="sr-only">By kind, most saved first</caption>
          <thead>
            <tr>
              <th scope="col">Kind</th>
              <th scope="col" className="r">
                Last 30 days
              </th>
              <th scope="col" className="r">
                A month
              </th>
            </tr>
          </thead>
          <tbody>
            {kinds.map(({ key, name, resources, past, month }) => (
              <tr key={key}>
                <td className="cut">
                  {name} <span className="dim">{resources}</span>
                </td>
                <td className="r mid">
                  <Money value={past.net} />
                </td>
                <td className="r">
                  <Money value={month.net} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <ul className={`${styles.plain} mid mt-3 text-xs`}>
        {whatIfNotes(answer).map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
      <p className="dim mt-2 text-xs">{answer.method}</p>
    </div>
  );
}
