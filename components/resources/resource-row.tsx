"use client";

import Link from "next/link";
import { type MouseEvent, memo, type Ref } from "react";
import { Tag } from "@/components/ui/chip";
import { formatMoney, isZero } from "@/components/ui/format";
import { StateGlyph, StateWord } from "@/components/ui/state";
import { Switch } from "@/components/ui/switch";
import type { WireMoney } from "@/server/contract/common";
import type { WireResource } from "@/server/contract/resources";
import styles from "./resources.module.css";
import { controlOf, staysOf, teamOf } from "./selection";

interface Props {
  /** Measures the row where its height is not fixed. */
  readonly ref: Ref<HTMLTableRowElement> | null;
  readonly row: WireResource;
  readonly index: number;
  /** The address in which the row is open. */
  readonly href: string;
  readonly selected: boolean;
  readonly open: boolean;
  readonly busy: boolean;
  readonly onToggle: (id: string) => void;
  readonly onOpen: (id: string) => void;
  readonly onPress: (row: WireResource) => void;
  readonly onCursor: (index: number) => void;
}

/** One resource. A click anywhere opens it; the box and the switch have their own. */
export const ResourceRow = memo(function ResourceRow(props: Props) {
  const { ref, row, index, href, selected, open, busy } = props;
  const group = row.groups.join(", ");
  const team = teamOf(row.tags);
  const openIt = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    if (event.target instanceof Element && event.target.closest("button,label,input")) return;
    event.preventDefault();
    props.onOpen(row.id);
  };
  return (
    // The link in the row does the same by keyboard.
    <tr
      ref={ref}
      data-index={index}
      aria-rowindex={index + 2}
      className={rowClass(open, selected)}
      onClick={openIt}
      onFocus={() => props.onCursor(index)}
    >
      <td className={styles.pick}>
        <label className={styles.box}>
          <input type="checkbox" className={styles.tick} checked={selected} onChange={() => props.onToggle(row.id)} />
          <span className="sr-only">Select {row.name}</span>
        </label>
      </td>
      <td className={styles.state}>
        <StateWord state={row.protected ? "protected" : row.state} />
      </td>
      <td className={styles.name}>
        <Link href={href} prefetch={false} title={row.name} aria-current={open || undefined}>
          {row.name}
        </Link>
      </td>
      <td className={`mid ${styles.kind}`} title={row.kind}>
        {row.kind}
      </td>
      <td className={`mid ${styles.type}`} title={row.type}>
        {row.type}
      </td>
      <td className={styles.group} title={group}>
        {group === "" ? <span className="dim">none</span> : group}
      </td>
      <td className={`mid ${styles.region}`}>{row.region}</td>
      <td className={styles.team}>{team !== "" && <Tag>{team}</Tag>}</td>
      <td className={`r dim ${styles.stays}`}>
        <Hourly value={staysOf(row)} />
      </td>
      <td className={`r ${styles.now}`}>
        <Hourly value={row.hourlyNow} strong />
      </td>
      <td className={`r ${styles.on}`}>
        <Control row={row} href={href} busy={busy} onPress={props.onPress} />
      </td>
    </tr>
  );
});

function rowClass(open: boolean, selected: boolean): string {
  if (open) return `cur ${styles.row}`;
  return selected ? `sel ${styles.row}` : (styles.row ?? "");
}

function Hourly({ value, strong = false }: { readonly value: WireMoney | null; readonly strong?: boolean }) {
  if (value === null) return <span className="dim">no price</span>;
  if (isZero(value)) return <span className="dim">0</span>;
  return <span className={strong ? "font-[550]" : ""}>{formatMoney(value, { digits: 3 })}</span>;
}

/** What stands in the place of a switch. */
function wordOf({ ownerId, state }: WireResource): string {
  if (ownerId !== null) return "owned";
  return state === "paused" ? "was off" : "no stop";
}

function Control({ row, href, busy, onPress }: Pick<Props, "row" | "href" | "busy" | "onPress">) {
  const control = controlOf(row);
  switch (control.type) {
    case "switch":
      return (
        <Switch state={busy ? "changing" : switchState(control.on)} label={row.name} onPress={() => onPress(row)} />
      );
    case "changing":
      return <Switch state="changing" label={row.name} onPress={() => onPress(row)} />;
    case "protected":
      return (
        <span className="st protected" title="Protected: Standby never stops it">
          <StateGlyph state="protected" />
          <span className="sr-only">Protected, Standby never stops it</span>
        </span>
      );
    case "noStop":
      return (
        <span className="dim text-2xs" title={control.why}>
          {wordOf(row)}
          <span className="sr-only">: {control.why}</span>
        </span>
      );
    case "look":
      return (
        <Link href={href} prefetch={false} className="mid text-2xs" tabIndex={-1}>
          look<span className="sr-only"> at {row.name}</span>
        </Link>
      );
  }
}

function switchState(on: boolean): "on" | "off" {
  return on ? "on" : "off";
}
