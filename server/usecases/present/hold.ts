import type { WireHold } from "../../contract/holds";
import type { Hold } from "../../core/operation";

export function wireHold({ createdAt, verifiedAt, endedAt, ...hold }: Hold): WireHold {
  return {
    ...hold,
    createdAt: createdAt.toISOString(),
    verifiedAt: verifiedAt?.toISOString() ?? null,
    endedAt: endedAt?.toISOString() ?? null,
  };
}
