import { endpoints } from "@/server/contract/endpoints";
import { methodNotAllowed, route } from "@/server/http/route";

export const GET = route(endpoints.listBudgets);
export const POST = route(endpoints.createBudget);
export const { PUT, PATCH, DELETE } = methodNotAllowed("GET", "POST");
