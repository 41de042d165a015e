"use client";

import { Search } from "lucide-react";
import { type Ref, useEffect, useRef, useState } from "react";
import { useAccounts } from "@/components/data/use-accounts";
import { useResources } from "@/components/data/use-resources";
import { Chip } from "@/components/ui/chip";
import { formatMoney, formatNumber } from "@/components/ui/format";
import type { WireMoney } from "@/server/contract/common";
import type { WireResource } from "@/server/contract/resources";
import { FilterMenu } from "./filter-menu";
import { fieldWord, valueWord } from "./filter-words";
import { chipsOf, type Filters, withoutChip } from "./filters";
import styles from "./resources.module.css";

interface Totals {
  readonly total: number;
  readonly hourlyNow: WireMoney | null;
  readonly unpriced: number;
}

interface Props {
  readonly ref: Ref<HTMLInputElement>;
  readonly filters: Filters;
  readonly onChange: (filters: Filters, typing?: boolean) => void;
  readonly rows: readonly WireResource[];
  readonly page: Totals | undefined;
  readonly busy: boolean;
}

/** The filter over the table, and what it amounts to. */
export function FilterBar({ ref, filters, onChange, rows, page, busy }: Props) {
  const accounts = useAccounts().data?.items ?? [];
  const names = new Map(accounts.map((account) => [account.id, account.name]));
  return (
    <search className={`tb ${styles.bar}`}>
      <SearchBox ref={ref} value={filters.q} onChange={(q) => onChange({ ...filters, q }, true)} />
      {chipsOf(filters).map((chip) => (
        <Chip
          key={`${chip.not} ${chip.field} ${chip.values.join()}`}
          label={fieldWord(chip.field)}
          not={chip.not}
          value={chip.values.map((value) => valueWord(chip.field, value, names)).join(", ")}
          onRemove={() => onChange(withoutChip(filters, chip))}
        />
      ))}
      <FilterMenu filters={filters} onChange={onChange} rows={rows} accounts={accounts} />
      <span className="sp" />
      {page && <Sum page={page} filters={filters} busy={busy} />}
    </search>
  );
}

function Sum({ page, filters, busy }: { readonly page: Totals; readonly filters: Filters; readonly busy: boolean }) {
  const filtered = filters.q !== "" || filters.terms.length > 0;
  // Without a filter this is the same figure once more; one row is enough to learn the total.
  const all = useResources({ limit: 1 }).data?.pages[0]?.total;
  return (
    <p className={`mid nw ${styles.sum}`} role="status" aria-busy={busy}>
      <b className="b">{formatNumber(page.total)}</b>
      {filtered && all !== undefined ? ` of ${formatNumber(all)}` : ""}, {formatMoney(page.hourlyNow, { per: "hour" })}
      {page.unpriced > 0 && ` and ${formatNumber(page.unpriced)} without a price`}
    </p>
  );
}

const typingMs = 200;

function SearchBox({
  ref,
  value,
  onChange,
}: {
  readonly ref: Ref<HTMLInputElement>;
  readonly value: string;
  readonly onChange: (q: string) => void;
}) {
  const [text, setText] = useState(value);
  const told = useRef(value);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  // The address can change without this box: back, a link, "show every resource".
  useEffect(() => {
    if (value === told.current) return;
    told.current = value;
    setText(value);
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const type = (next: string) => {
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      told.current = next.trim();
      onChange(next.trim());
    }, typingMs);
  };
  return (
    <label className={`chip ${styles.search}`}>
      <Search size={14} strokeWidth={1.5} className="text-ink-3" aria-hidden="true" />
      <span className="sr-only">Search name, id or tag</span>
      <input
        ref={ref}
        type="search"
        value={text}
        maxLength={256}
        placeholder="name, id or tag"
        aria-keyshortcuts="/"
        onChange={(event) => type(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          if (text === "") event.currentTarget.blur();
          else type("");
        }}
      />
    </label>
  );
}
