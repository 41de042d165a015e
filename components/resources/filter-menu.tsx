"use client";

import { Popover } from "radix-ui";
import { type FormEvent, useState } from "react";
import { useGroups } from "@/components/data/use-groups";
import { AddChip } from "@/components/ui/chip";
import { Key } from "@/components/ui/key";
import type { WireAccount } from "@/server/contract/accounts";
import type { WireResource } from "@/server/contract/resources";
import { valuesFor } from "./filter-values";
import { fieldWord, valueWord } from "./filter-words";
import { type FilterField, type Filters, filterFields, hasTerm, withoutTerm, withTerm } from "./filters";
import styles from "./resources.module.css";

interface Props {
  readonly filters: Filters;
  readonly onChange: (filters: Filters) => void;
  readonly rows: readonly WireResource[];
  readonly accounts: readonly WireAccount[];
}

/** "+ Filter": a field, is or is not, and the values that exist. A value that is not in the list can be written. */
export function FilterMenu({ filters, onChange, rows, accounts }: Props) {
  const groups = useGroups().data?.items ?? [];
  const [field, setField] = useState<FilterField>("group");
  const [not, setNot] = useState(false);
  const [text, setText] = useState("");
  const names = new Map(accounts.map((account) => [account.id, account.name]));
  const values = valuesFor(field, { groups, accounts, rows });
  const needle = text.trim().toLowerCase();
  const shown = values.filter((value) => valueWord(field, value, names).toLowerCase().includes(needle)).slice(0, 100);

  const toggle = (value: string) => {
    const term = { field, value, not };
    onChange(hasTerm(filters, term) ? withoutTerm(filters, term) : withTerm(filters, term));
  };
  const write = (event: FormEvent) => {
    event.preventDefault();
    const value = shown.length === 1 ? (shown[0] ?? "") : text.trim().replace(/\s*=\s*/, "=");
    if (value === "") return;
    onChange(withTerm(filters, { field, value, not }));
    setText("");
  };
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <AddChip />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          role="dialog"
          aria-label="Add a filter"
          align="start"
          sideOffset={6}
          collisionPadding={12}
          className={styles.filter}
        >
          <div className="row">
            <select
              className="inp sm"
              aria-label="Field"
              value={field}
              onChange={(event) => setField(filterFields.find((known) => known === event.target.value) ?? "group")}
            >
              {filterFields.map((known) => (
                <option key={known} value={known}>
                  {fieldWord(known)}
                </option>
              ))}
            </select>
            <select
              className="inp sm"
              aria-label="Is or is not"
              value={not ? "not" : "is"}
              onChange={(event) => setNot(event.target.value === "not")}
            >
              <option value="is">is</option>
              <option value="not">is not</option>
            </select>
          </div>
          <form className="row mt-2" onSubmit={write}>
            <input
              className="inp sm"
              aria-label={field === "tag" ? "Tag as key or key=value" : "Value"}
              placeholder={field === "tag" ? "key or key=value" : "find or write a value"}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
            <Key type="submit" size="sm" disabled={text.trim() === ""}>
              Add
            </Key>
          </form>
          <ul className={styles.values}>
            {shown.map((value) => (
              <li key={value}>
                <label>
                  <input
                    type="checkbox"
                    className="tick"
                    checked={hasTerm(filters, { field, value, not })}
                    onChange={() => toggle(value)}
                  />
                  <span className="cut">{valueWord(field, value, names)}</span>
                </label>
              </li>
            ))}
          </ul>
          {shown.length === 0 && (
            <p className="dim mt-2 text-xs">No such value on the screen. Add takes what is written.</p>
          )}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
