"use client";

import { useState } from "react";
import { formatAbout, formatMoney, formatNumber, plural } from "@/components/ui/format";
import type { WirePlan } from "@/server/contract/plans";
import type { MicroUsd, Total } from "@/server/core/money";
import { moneyOf } from "./amount";
import styles from "./plan.module.css";
import { type Change, type PlanRow, type PlanWave, previewCount, wavesOf } from "./waves";

/** What changes, in the order in which it will: each wave with its dearest resources, the rest on request. */
export function WaveList({ plan }: { readonly plan: WirePlan }) {
  const saves = plan.action === "pause";
  return (
    <section aria-label="What changes">
      <div className={`df ${styles.head}`} aria-hidden="true">
        <span />
        <span>Resource</span>
        <span>Now → after</span>
        <span />
        <span className="r">{saves ? "Saves, $/h" : "Costs, $/h"}</span>
      </div>
      {wavesOf(plan).map((wave, index) => (
        <Wave key={wave.wave} wave={wave} number={index + 1} saves={saves} />
      ))}
    </section>
  );
}

function Wave({ wave, number, saves }: { readonly wave: PlanWave; readonly number: number; readonly saves: boolean }) {
  const [all, setAll] = useState(false);
  const preview = previewCount(wave);
  const shown = all ? wave.rows : wave.rows.slice(0, preview);
  const hidden = wave.rows.length - preview;
  const id = `wave-${wave.wave}`;
  return (
    <section className="wave" aria-labelledby={id}>
      <div className="wh">
        <span className="wn" aria-hidden="true">
          {number}
        </span>
        <span className="min-w-0">
          <h3 id={id} className="inline font-semibold">
            {wave.title}
          </h3>{" "}
          <span className="dim">
            &nbsp;{formatNumber(wave.rows.length)}, {formatAbout(wave.seconds)}
            {wave.turn && `, ${wave.turn}`}
          </span>
          {preview === 0 && wave.common && !all && <CommonChange change={wave.common} />}
          {hidden > 0 && (
            <button
              type="button"
              className={styles.more}
              aria-expanded={all}
              aria-controls={`${id}-rows`}
              onClick={() => setAll(!all)}
            >
              {moreWord(all, hidden, preview)}
              <span className="sr-only"> of {wave.title}</span>
            </button>
          )}
        </span>
        <b className="font-semibold">
          <Sum total={wave.saves} saves={saves} />
        </b>
      </div>
      <ul id={`${id}-rows`} className="m-0 list-none p-0">
        {shown.map((row) => (
          <Row key={row.item.resourceId} row={row} saves={saves} />
        ))}
      </ul>
    </section>
  );
}

function moreWord(all: boolean, hidden: number, preview: number): string {
  if (all) return "less";
  return preview === 0 ? "show" : `${formatNumber(hidden)} more`;
}

function Row({ row, saves }: { readonly row: PlanRow; readonly saves: boolean }) {
  const stays = row.item.hourlyAfter;
  return (
    <li className={`df ${styles.row}`}>
      <span />
      <span className="cut" title={`${row.item.name}, ${row.item.kind} in ${row.item.region}`}>
        {row.item.name}
      </span>
      <span className="cut" title={`${row.before} → ${row.after}`}>
        <Arrow change={row} />
      </span>
      <span className={`r dim ${styles.stays}`}>
        {saves && stays && Number(stays.amount) > 0 ? `stays ${formatMoney(stays, { digits: 3 })}` : ""}
      </span>
      <span className="r mid">
        <Amount micro={row.saves} saves={saves} />
      </span>
    </li>
  );
}

function CommonChange({ change }: { readonly change: Change }) {
  return (
    <span className="mid ml-2 text-xs">
      <Arrow change={change} />
    </span>
  );
}

function Arrow({ change }: { readonly change: Change }) {
  return (
    <>
      {change.before}
      <span className="mx-1.5 text-ink-3" aria-hidden="true">
        →
      </span>
      <span className="sr-only"> becomes </span>
      <b className="font-[550] text-ink">{change.after}</b>
    </>
  );
}

function Sum({ total, saves }: { readonly total: Total; readonly saves: boolean }) {
  return (
    <>
      <Amount micro={total.hourly} saves={saves} />
      {total.unpriced > 0 && (
        <span className="dim"> + {plural(total.unpriced, "without a price", "without a price")}</span>
      )}
    </>
  );
}

/** What the change saves, or costs on a start. Nothing is 0; no price is a word. */
function Amount({ micro, saves }: { readonly micro: MicroUsd | null; readonly saves: boolean }) {
  if (micro === null) return <span className="dim">no price</span>;
  if (micro === 0) return <span className="dim">0</span>;
  return formatMoney(moneyOf(saves ? micro : -micro), { digits: 3 });
}
