import { Empty } from "@/components/ui/empty";
import { Key, KeyLink } from "@/components/ui/key";
import { type Filters, noFilters } from "./filters";

/** Why the list is empty: nothing fits the filter, or nothing was ever read. */
export function NoResources({
  filters,
  onClear,
}: {
  readonly filters: Filters;
  readonly onClear: (filters: Filters) => void;
}) {
  const filtered = filters.q !== "" || filters.terms.length > 0;
  if (filtered) {
    return (
      <Empty
        title="Nothing fits this filter"
        action={
          <Key variant="lamp" onClick={() => onClear(noFilters)}>
            Show every resource
          </Key>
        }
      >
        A resource is shown when it has one of the values of each chip, and all of the tags.
      </Empty>
    );
  }
  return (
    <Empty
      title="No resource was read yet"
      action={
        <KeyLink href="/accounts" variant="lamp">
          Look at the accounts
        </KeyLink>
      }
    >
      Standby shows what a scan has found. Either no account is connected, its first scan is not over, or its role may
      not read. The page of the accounts says which, by region and kind.
    </Empty>
  );
}
