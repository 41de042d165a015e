import { endpoints } from "@/server/contract/endpoints";
import { methodNotAllowed, reportRoute } from "@/server/http/route";

export const GET = reportRoute(endpoints.reportOperation);
export const { POST, PUT, PATCH, DELETE } = methodNotAllowed("GET");
