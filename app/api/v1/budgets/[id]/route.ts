import { endpoints } from "@/server/contract/endpoints";
import { methodNotAllowed, route } from "@/server/http/route";

export const PATCH = route(endpoints.updateBudget);
export const DELETE = route(endpoints.deleteBudget);
export const { GET, POST, PUT } = methodNotAllowed("PATCH", "DELETE");
