"use client";

import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { formatNumber } from "@/components/ui/format";
import type { WireResource } from "@/server/contract/resources";
import { ResourceRow } from "./resource-row";
import styles from "./resources.module.css";
import { phone, useMedia } from "./use-media";

interface Props {
  readonly rows: readonly WireResource[];
  /** Of the whole filter, also where not all rows are loaded. */
  readonly total: number;
  readonly selected: ReadonlySet<string>;
  readonly onSelect: (ids: ReadonlySet<string>) => void;
  readonly onToggleRow: (id: string) => void;
  readonly openId: string | null;
  readonly onOpen: (id: string) => void;
  readonly hrefOf: (id: string) => string;
  readonly onPress: (row: WireResource) => void;
  /** Ids that a plan is being made for. */
  readonly asked: readonly string[] | undefined;
  readonly cursor: number | null;
  readonly onCursor: (index: number) => void;
  /** Reads the next page; null while there is none or one is on its way. */
  readonly more: (() => void) | null;
}

const rowHeight = 24;
/** Two lines and their margin; measured, because names may wrap. */
const phoneRowHeight = 57;
/** How many rows before the end the next page is asked for. */
const ahead = 60;
/** The bar, the filter and the head of the table: where the rows begin until it is measured. */
const firstOffset = 123;

/** The rows of the inventory. Only what is in the window is drawn, so 50,000 rows cost no more than fifty. */
export function ResourceTable(props: Props) {
  const { rows, total, selected, onSelect, cursor, more } = props;
  const body = useRef<HTMLTableSectionElement>(null);
  const [offset, setOffset] = useState(firstOffset);
  const twoLines = useMedia(phone);
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => (twoLines ? phoneRowHeight : rowHeight),
    overscan: 12,
    scrollMargin: offset,
    initialRect: { width: 1440, height: 900 },
    getItemKey: (index) => rows[index]?.id ?? index,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;

  useLayoutEffect(() => {
    if (body.current) setOffset(body.current.getBoundingClientRect().top + window.scrollY);
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the sizes known so far are those of the other layout
  useEffect(() => virtual.measure(), [twoLines, virtual]);
  useEffect(() => {
    if (more && last >= rows.length - ahead) more();
  }, [more, last, rows.length]);
  useEffect(() => {
    if (cursor === null) return;
    virtual.scrollToIndex(cursor);
    // The row is drawn after the scroll; only then can it take the focus.
    const frame = requestAnimationFrame(() =>
      body.current?.querySelector<HTMLElement>(`[data-index="${cursor}"] a`)?.focus(),
    );
    return () => cancelAnimationFrame(frame);
  }, [cursor, virtual]);

  const all = rows.every((row) => selected.has(row.id));
  const before = (items[0]?.start ?? offset) - offset;
  const after = virtual.getTotalSize() - ((items.at(-1)?.end ?? offset) - offset);
  return (
    <>
      <table aria-rowcount={total + 1} className={styles.rows}>
        <caption className="sr-only">{formatNumber(total)} resources</caption>
        <thead>
          <tr>
            <th scope="col" className={styles.pick}>
              <SelectAll
                state={selectAllState(all, selected.size)}
                onChange={() => onSelect(all ? new Set() : new Set(rows.map((row) => row.id)))}
              />
            </th>
            <th scope="col" className={styles.state}>
              State
            </th>
            <th scope="col">Name</th>
            <th scope="col" className={styles.kind}>
              Kind
            </th>
            <th scope="col" className={styles.type}>
              Type
            </th>
            <th scope="col" className={styles.group}>
              Group
            </th>
            <th scope="col" className={styles.region}>
              Region
            </th>
            <th scope="col" className={styles.team}>
              Team
            </th>
            <th scope="col" className={`r ${styles.stays}`}>
              Stays
            </th>
            <th scope="col" className={`r ${styles.now}`}>
              Now, $/h
            </th>
            <th scope="col" className={`r ${styles.on}`}>
              On
            </th>
          </tr>
        </thead>
        <tbody ref={body}>
          <Spacer height={before} />
          {items.map(({ index }) => {
            const row = rows[index];
            return (
              row && (
                <ResourceRow
                  key={row.id}
                  ref={twoLines ? virtual.measureElement : null}
                  row={row}
                  index={index}
                  href={props.hrefOf(row.id)}
                  selected={selected.has(row.id)}
                  open={row.id === props.openId}
                  busy={props.asked?.includes(row.id) ?? false}
                  onToggle={props.onToggleRow}
                  onOpen={props.onOpen}
                  onPress={props.onPress}
                  onCursor={props.onCursor}
                />
              )
            );
          })}
          <Spacer height={after} />
        </tbody>
      </table>
      {rows.length < total && (
        <p className={`dim ${styles.reading}`}>
          {formatNumber(rows.length)} of {formatNumber(total)} read, the next are on their way
        </p>
      )}
    </>
  );
}

/** Keeps the place of the rows that are not drawn. */
function Spacer({ height }: { readonly height: number }) {
  if (height <= 0) return null;
  return (
    <tr className={styles.spacer}>
      <td style={{ height }} />
    </tr>
  );
}

function selectAllState(all: boolean, count: number): "all" | "some" | "none" {
  if (all) return "all";
  return count > 0 ? "some" : "none";
}

function SelectAll({ state, onChange }: { readonly state: "all" | "some" | "none"; readonly onChange: () => void }) {
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (box.current) box.current.indeterminate = state === "some";
  }, [state]);
  return (
    <label className={styles.box}>
      <input ref={box} type="checkbox" className={styles.tick} checked={state === "all"} onChange={onChange} />
      <span className="sr-only">Select all rows that are read</span>
    </label>
  );
}
