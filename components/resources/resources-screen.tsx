"use client";

import { useCallback, useMemo, useRef, useState } from "react";
import { useResources } from "@/components/data/use-resources";
import { ProblemNote } from "@/components/plan/problem-note";
import { planFor } from "@/components/plan/requests";
import { useOpenPlan } from "@/components/plan/use-open-plan";
import type { WireResource } from "@/server/contract/resources";
import { FilterBar } from "./filter-bar";
import { queryOf, scopeOf } from "./filters";
import { NoResources } from "./no-resources";
import { pageSize } from "./page-size";
import { ResourceDrawer } from "./resource-drawer";
import { ResourceTable } from "./resource-table";
import styles from "./resources.module.css";
import { controlOf } from "./selection";
import { SelectionBar } from "./selection-bar";
import { useFilters } from "./use-filters";
import { narrow, useMedia } from "./use-media";
import { useRowKeys } from "./use-row-keys";

const noRows: readonly WireResource[] = [];

/** The inventory: filter, table, drawer, selection. */
export function ResourcesScreen() {
  const { filters, openId, setFilters, setOpen, hrefOf } = useFilters();
  const list = useResources({ ...queryOf(filters), limit: pageSize });
  const plan = useOpenPlan();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [cursor, setCursor] = useState<number | null>(null);
  const search = useRef<HTMLInputElement>(null);
  const overlay = useMedia(narrow);
  const pages = list.data?.pages;
  const rows = useMemo(() => pages?.flatMap((page) => page.items) ?? noRows, [pages]);
  const first = pages?.[0];

  const toggleRow = useCallback((id: string) => {
    setSelected((now) => {
      const next = new Set(now);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  }, []);
  const { open: openPlan } = plan;
  const press = useCallback(
    (row: WireResource) => {
      const control = controlOf(row);
      if (control.type === "switch") openPlan(planFor(control.action, [row.id]));
    },
    [openPlan],
  );

  useRowKeys({
    onSearch: () => search.current?.focus(),
    onMove: (by) => {
      const next = Math.min(rows.length - 1, Math.max(0, (cursor ?? -1) + by));
      const row = rows[next];
      if (!row) return;
      setCursor(next);
      if (openId !== null) setOpen(row.id, true);
    },
    onSelect: () => {
      const row = cursor === null ? undefined : rows[cursor];
      if (row) toggleRow(row.id);
    },
    onEscape: () => (openId === null ? setSelected(new Set()) : setOpen(null)),
  });

  return (
    <>
      <h1 className="sr-only">Resources</h1>
      <FilterBar ref={search} filters={filters} onChange={setFilters} rows={rows} page={first} busy={list.isFetching} />
      <ProblemNote error={list.error ?? plan.error} />
      <div className={`res ${openId !== null && !overlay ? "" : styles.single}`}>
        <div className={styles.table}>
          {rows.length > 0 && (
            <ResourceTable
              rows={rows}
              total={first?.total ?? rows.length}
              selected={selected}
              onSelect={setSelected}
              onToggleRow={toggleRow}
              openId={openId}
              onOpen={setOpen}
              hrefOf={hrefOf}
              onPress={press}
              asked={plan.asked?.scope?.ids}
              cursor={cursor}
              onCursor={setCursor}
              more={list.hasNextPage && !list.isFetchingNextPage ? () => void list.fetchNextPage() : null}
            />
          )}
          {first && rows.length === 0 && <NoResources filters={filters} onClear={setFilters} />}
        </div>
        {openId !== null && <ResourceDrawer id={openId} narrow={overlay} onClose={() => setOpen(null)} plan={plan} />}
      </div>
      {selected.size > 0 && (
        <SelectionBar
          rows={rows}
          selected={selected}
          total={first?.total ?? rows.length}
          scope={scopeOf(filters)}
          plan={plan}
          onClear={() => setSelected(new Set())}
        />
      )}
    </>
  );
}
