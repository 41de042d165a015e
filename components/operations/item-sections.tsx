"use client";

import { type ReactNode, useState } from "react";
import { formatMoney, formatNumber, isZero } from "@/components/ui/format";
import { Progress } from "@/components/ui/progress";
import { type ShownState, StateGlyph } from "@/components/ui/state";
import type { WireOperation, WireOperationItem } from "@/server/contract/operations";
import { Details } from "./item-details";
import styles from "./operations.module.css";
import { clockOf, doneWord, elapsedOf, isOver, progressOf, sectionsOf } from "./sections";
import { WaitsForAws } from "./waits-for-aws";
import { waitingOf } from "./waits-words";
import { leftWords } from "./words";

/** How many rows of a long section are shown before anybody asks for all. */
const firstRows = 10;

/** What moves, what AWS cannot do yet, what is done and what waits, in that order. */
export function ItemSections({ operation, now }: { readonly operation: WireOperation; readonly now: string }) {
  const { changing, deferred, done, waiting, skipped } = sectionsOf(operation.resources);
  const word = doneWord(operation.action);
  const wait = isOver(operation) ? "not begun" : "waiting";
  return (
    <>
      <Section id="changing" glyph="changing" title={`${formatNumber(changing.length)} changing`} items={changing} all>
        {(item) => (
          <Row
            key={item.resourceId}
            item={item}
            glyph="changing"
            text={sawOf(item)}
            status={
              <Progress
                done={Math.round(progressOf(item, now) * 100)}
                total={100}
                tone="changing"
                label={`${item.name}, by the expected time`}
              />
            }
            now={now}
          />
        )}
      </Section>
      <WaitsForAws id="waits" items={deferred.map(waitingOf)} now={now} />
      <Section
        id="done"
        glyph={word}
        title={`${formatNumber(done.length)} ${word}`}
        note="each read back and equal to the plan"
        items={done}
      >
        {(item) => (
          <Row
            key={item.resourceId}
            item={item}
            glyph="verified"
            text={kindAndPrice(item)}
            status={<span className="st verified">Verified</span>}
            now={now}
          />
        )}
      </Section>
      <Section id="waiting" glyph="alwaysOn" title={`${formatNumber(waiting.length)} ${wait}`} items={waiting}>
        {(item) => (
          <Row
            key={item.resourceId}
            item={item}
            glyph="alwaysOn"
            text={kindAndPrice(item)}
            status={<span className="dim">{wait}</span>}
            now={now}
          />
        )}
      </Section>
      <Section id="skipped" glyph="alwaysOn" title={leftWords(skipped.length)} items={skipped}>
        {(item) => (
          <Row
            key={item.resourceId}
            item={item}
            glyph="alwaysOn"
            text={item.fault?.reason ?? (item.saw || item.kind)}
            status={<span className="dim">not touched</span>}
            now={now}
          />
        )}
      </Section>
    </>
  );
}

interface SectionProps {
  readonly id: string;
  readonly glyph: ShownState;
  readonly title: string;
  readonly note?: string;
  readonly items: readonly WireOperationItem[];
  /** Show every row at once. */
  readonly all?: boolean;
  readonly children: (item: WireOperationItem) => ReactNode;
}

function Section({ id, glyph, title, note, items, all = false, children }: SectionProps) {
  const [open, setOpen] = useState(all);
  if (items.length === 0) return null;
  const long = items.length > firstRows;
  const shown = open ? items : items.slice(0, firstRows);
  return (
    <section className="mb-4.5" aria-labelledby={id}>
      <div className="hd mb-0.5!">
        <h2 id={id} className={`st text-base ${glyph === "alwaysOn" ? "always" : glyph}`}>
          <StateGlyph state={glyph} />
          {title}
        </h2>
        {note && <small className={long ? "desk" : undefined}>{note}</small>}
        <span className="sp" />
        {!all && long && (
          <button
            type="button"
            className={styles.more}
            aria-expanded={open}
            aria-controls={`${id}-rows`}
            onClick={() => setOpen(!open)}
          >
            {open ? "Show fewer" : "Show all"}
          </button>
        )}
        <small className="desk" aria-hidden="true">
          elapsed
        </small>
        <small className="desk w-16 text-right" aria-hidden="true">
          expected
        </small>
      </div>
      <ul id={`${id}-rows`} className="m-0 list-none p-0">
        {shown.map(children)}
      </ul>
    </section>
  );
}

interface RowProps {
  readonly item: WireOperationItem;
  readonly glyph: ShownState;
  readonly text: string;
  readonly status: ReactNode;
  readonly now: string;
}

function Row({ item, glyph, text, status, now }: RowProps) {
  const elapsed = elapsedOf(item, now);
  return (
    <li className={styles.item}>
      <div className={`op-row ${styles.row}`}>
        <span className={`st ${glyph === "alwaysOn" ? "always" : glyph}`}>
          <StateGlyph state={glyph} />
        </span>
        <span className="cut font-[550]" title={`${item.name}, ${item.kind} in ${item.region}`}>
          {item.name}
        </span>
        <span className="mid cut" title={text}>
          {text}
        </span>
        {status}
        <span className="r">
          <span className="sr-only">elapsed </span>
          {elapsed === null ? "" : clockOf(elapsed)}
        </span>
        <span className="r dim">
          <span className="sr-only">expected </span>
          {clockOf(item.expectedSeconds)}
        </span>
      </div>
      <Details item={item} />
    </li>
  );
}

function sawOf(item: WireOperationItem): string {
  if (item.saw !== "") return item.saw;
  return item.state === "applying" ? "asked, no answer yet" : "accepted, not read back yet";
}

/** What costs nothing of itself is told by its kind alone: "$0.000 an hour" would read as a measured figure. */
function kindAndPrice({ kind, hourlyBefore }: WireOperationItem): string {
  if (hourlyBefore === null) return `${kind}, no price`;
  return isZero(hourlyBefore) ? kind : `${kind}, ${formatMoney(hourlyBefore, { digits: 3, per: "hour" })}`;
}
