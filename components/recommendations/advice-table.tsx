"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { formatDate, plural } from "@/components/ui/format";
import { Key, KeyLink } from "@/components/ui/key";
import { Money } from "@/components/ui/money";
import { whatIfHref } from "@/components/what-if/link";
import type { WireRecommendation } from "@/server/contract/recommendations";
import styles from "./recommendations.module.css";
import { type Part, sourceWords } from "./words";
import { WorthOf } from "./worth-of";

interface Props {
  readonly part: Part;
  readonly selected: ReadonlySet<string>;
  readonly onToggle: (ids: readonly string[]) => void;
  readonly account: string | null;
  readonly stop: Stop | null;
}

/** Plans a stop of one resource; null where the reader may not. */
export interface Stop {
  readonly plan: (id: string) => void;
  /** What is being planned. */
  readonly planning: readonly string[];
}

/** What is advised in one way, most worth first, with a box where a plan can take it. */
export function AdviceTable({ part, selected, onToggle, account, stop }: Props) {
  const { advice, title, note, items } = part;
  const ids = items.filter(({ plannable }) => plannable).map(({ resourceId }) => resourceId);
  return (
    <section className="mt-6" aria-labelledby={`advice-${advice}`}>
      <div className="hd">
        <h2 id={`advice-${advice}`}>{title}</h2>
        <small>
          {plural(items.length, "resource")}, <WorthOf items={items} />
        </small>
      </div>
      <p className="mid mb-2">{note}</p>
      <table className={styles.table}>
        <caption className="sr-only">{title}, most worth first</caption>
        <thead>
          <tr>
            <th scope="col" className={styles.pick}>
              {ids.length > 0 ? (
                <label className={styles.box}>
                  <input type="checkbox" checked={ids.every((id) => selected.has(id))} onChange={() => onToggle(ids)} />
                  <span className="sr-only">Select all of these</span>
                </label>
              ) : (
                <span className="sr-only">No plan takes these</span>
              )}
            </th>
            <th scope="col">Resource</th>
            <th scope="col">Why</th>
            <th scope="col" className="r">
              A month
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <Row
              key={item.resourceId}
              item={item}
              isSelected={selected.has(item.resourceId)}
              onToggle={() => onToggle([item.resourceId])}
              keys={<ScheduleKeys item={item} account={account} stop={stop} />}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface RowProps {
  readonly item: WireRecommendation;
  readonly isSelected: boolean;
  readonly onToggle: () => void;
  readonly keys: ReactNode;
}

function Row({ item, isSelected, onToggle, keys }: RowProps) {
  const { resourceId, name, kind, type, region, account, why, remedy, since, plannable, worth, atMost, source } = item;
  return (
    <tr className={isSelected ? "sel" : ""}>
      <td className={styles.pick}>
        {plannable && (
          <label className={styles.box}>
            <input type="checkbox" checked={isSelected} onChange={onToggle} />
            <span className="sr-only">Select {name}</span>
          </label>
        )}
      </td>
      <td className={styles.what}>
        <Link href={`/resources?${new URLSearchParams({ id: resourceId })}`} prefetch={false}>
          {name}
        </Link>
        <span className={`dim ${styles.small}`}>
          {kind}, {type}, {region}, {account}
        </span>
      </td>
      <td className={styles.why}>
        {why}.{since !== null && <span className="dim"> Since {formatDate(since.slice(0, 10))}.</span>}
        <span className={`mid ${styles.small}`}>
          {remedy}. <span className="dim">By {sourceWords(source)}.</span>
        </span>
        {keys}
      </td>
      <td className={`r ${styles.worth}`}>
        {atMost && worth && <span className="dim">up to </span>}
        <b className="font-[550]">
          <Money value={worth} />
        </b>
      </td>
    </tr>
  );
}

/** To the question with its hours filled in, and to the plan of a stop now. */
function ScheduleKeys({ item, account, stop }: Pick<RowProps, "item"> & Pick<Props, "account" | "stop">) {
  const { resourceId, name, schedule, plannable } = item;
  if (!schedule) return null;
  return (
    <span className={styles.keys}>
      <KeyLink size="sm" href={whatIfHref(resourceId, schedule, account)}>
        What these hours would save<span className="sr-only"> of {name}</span>
      </KeyLink>
      {stop && plannable && (
        <Key size="sm" busy={stop.planning.includes(resourceId)} onClick={() => stop.plan(resourceId)}>
          Plan the stop<span className="sr-only"> of {name}</span>
        </Key>
      )}
    </span>
  );
}
