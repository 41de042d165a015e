"use client";

import { ChevronDown, Download, X } from "lucide-react";
import { Popover } from "radix-ui";
import { type ButtonHTMLAttributes, useState } from "react";
import { Menu, type MenuItem } from "@/components/ui/menu";
import { spanWord } from "./calendar";
import styles from "./costs.module.css";
import { DatesDialog } from "./dates-dialog";
import {
  type BillQuery,
  type CostView,
  costKeys,
  costMetrics,
  datesIn,
  type ExportFormat,
  everyOf,
  exportHref,
  spans,
} from "./view";
import { byWord, keyWords, metricNotes, metricWords, serviceWord, spanWords } from "./words";

interface Props {
  readonly view: CostView;
  readonly query: BillQuery;
  readonly tags: readonly string[];
  readonly today: string;
  readonly onChange: (change: Partial<CostView>) => void;
}

/** What the screen shows: by what, which days, which cost; and the same as a file. */
export function Controls({ view, query, tags, today, onChange }: Props) {
  const [choosing, setChoosing] = useState(false);
  const dates = datesIn(view, today);
  return (
    <div className="row flex-wrap gap-2!">
      {view.service !== null && (
        <span className="chip">
          <span className="dim">Service</span>
          <b className="cut max-w-40">{serviceWord(view.service)}</b>
          <button
            type="button"
            className="chip-x"
            aria-label={`Remove the filter Service ${serviceWord(view.service)}`}
            onClick={() => onChange({ service: null, by: "service", every: null })}
          >
            <X size={14} strokeWidth={1.5} aria-hidden="true" />
          </button>
        </span>
      )}
      <Menu items={byItems(view, tags, onChange)} trigger={<Chooser label="By" value={byWord(view)} />} align="end" />
      <Menu
        items={dayItems(view, today, onChange, () => setChoosing(true))}
        trigger={<Chooser label="Days" value={spanWord(dates.from, dates.until)} />}
        align="end"
      />
      <Menu
        items={costMetrics.map((metric) => ({
          type: "choice",
          label: capital(metricWords[metric]),
          note: metricNotes[metric],
          checked: view.metric === metric,
          onSelect: () => onChange({ metric }),
        }))}
        trigger={<Chooser label="Cost" value={metricWords[view.metric]} />}
        align="end"
      />
      <Exports query={query} />
      <DatesDialog
        open={choosing}
        dates={dates}
        today={today}
        onClose={() => setChoosing(false)}
        onChoose={(span) => onChange({ span, every: null })}
      />
    </div>
  );
}

/** A chip that opens a menu. Takes a ref and a button's attributes. */
function Chooser({
  label,
  value,
  ...rest
}: { readonly label: string; readonly value: string } & ButtonHTMLAttributes<HTMLButtonElement>) {
  return (
    <button type="button" {...rest} className="chip cursor-pointer">
      <span className="dim">{label}</span> <b>{value}</b>
      <ChevronDown size={14} strokeWidth={1.5} aria-hidden="true" />
    </button>
  );
}

function byItems(view: CostView, tags: readonly string[], onChange: Props["onChange"]): readonly MenuItem[] {
  const keys = costKeys.filter((by) => by !== "tag");
  const choose = (change: Pick<CostView, "by" | "tag">) => () => onChange(change);
  return [
    ...keys.map((by) => ({
      type: "choice" as const,
      label: capital(keyWords[by]),
      checked: view.by === by,
      onSelect: choose({ by, tag: null }),
    })),
    { type: "heading", label: tags.length > 0 ? "Cost allocation tags" : "No cost allocation tag is read" },
    ...tags.map((tag) => ({
      type: "choice" as const,
      label: `Tag ${tag}`,
      checked: view.by === "tag" && view.tag === tag,
      onSelect: choose({ by: "tag", tag }),
    })),
  ];
}

function dayItems(
  view: CostView,
  today: string,
  onChange: Props["onChange"],
  onDates: () => void,
): readonly MenuItem[] {
  const every = everyOf(view, today);
  return [
    ...spans.map((span) => ({
      type: "choice" as const,
      label: spanWords[span],
      checked: view.span === span,
      onSelect: () => onChange({ span, every: null }),
    })),
    { type: "choice", label: "Other dates", checked: typeof view.span !== "string", onSelect: onDates },
    { type: "line" },
    // Usage types are read by the month.
    ...(view.by === "usage" ? (["month"] as const) : (["day", "month"] as const)).map((one) => ({
      type: "choice" as const,
      label: one === "day" ? "A bar for each day" : "A bar for each month",
      checked: every === one,
      onSelect: () => onChange({ every: one }),
    })),
  ];
}

const formats: readonly (readonly [ExportFormat, string, string])[] = [
  ["csv", "CSV", "for a spreadsheet"],
  ["json", "JSON", "for a script"],
  ["html", "HTML", "to be read and printed"],
  ["focus", "FOCUS 1.2", "the common columns of cloud bills"],
];

/** Links, not a menu of actions: a file is something to save, and its address something to copy. */
function Exports({ query }: { readonly query: BillQuery }) {
  return (
    <Popover.Root>
      <Popover.Trigger className="key gho sm">
        <Download size={14} strokeWidth={1.5} aria-hidden="true" />
        Export
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          role="dialog"
          aria-label="Export what is shown"
          align="end"
          sideOffset={6}
          collisionPadding={12}
          className={styles.exports}
        >
          <ul>
            {formats.map(([format, word, note]) => (
              <li key={format}>
                <a href={exportHref(format, query)} download>
                  {word}
                </a>{" "}
                <span className="dim text-xs">{note}</span>
              </li>
            ))}
          </ul>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
