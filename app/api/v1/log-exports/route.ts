import { endpoints } from "@/server/contract/endpoints";
import { methodNotAllowed, route } from "@/server/http/route";

export const GET = route(endpoints.listLogExports);
export const POST = route(endpoints.exportLogs);
export const { PUT, PATCH, DELETE } = methodNotAllowed("GET", "POST");
