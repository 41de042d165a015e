import { microOf } from "@/components/plan/amount";
import { arrange, darkPane, levelOf, litPane, pane } from "@/components/plan/panes";
import type { WireOperation, WireOperationItem } from "@/server/contract/operations";
import type { WirePane } from "@/server/contract/overview";
import { assertNever } from "@/server/core/fault";

/** The resources of an operation as windows, as they are at this moment. */
export function operationPanes(operation: Pick<WireOperation, "action" | "resources">): readonly WirePane[] {
  return arrange(operation.resources.map((item) => paneOf(operation.action, item)));
}

function paneOf(action: WireOperation["action"], item: WireOperationItem): WirePane {
  const before = microOf(item.hourlyBefore);
  const after = microOf(item.hourlyAfter);
  switch (item.state) {
    case "waiting":
    case "skipped":
    case "deferred":
      return action === "pause" ? litPane(item, before) : darkPane(item, before);
    case "applying":
    case "settling":
      return pane(item, { state: "changing", level: 0 });
    case "done":
      return action === "pause" ? darkPane(item, after) : litPane(item, after);
    case "failed":
      return pane(item, { state: "failed", level: levelOf(before) });
    default:
      return assertNever(item.state);
  }
}
