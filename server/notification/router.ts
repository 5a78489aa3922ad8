import { notificationList, notificationMark } from "@/domain/notification/input";
import { preferenceEdit } from "@/domain/notification/kind";
import { orgProcedure, router } from "../trpc/init";
import { markAllNotifications, markNotifications, setPreference } from "./commands";
import { countUnread, getPreferences, listNotifications } from "./queries";

export const notificationRouter = router({
  list: orgProcedure
    .meta({ permission: "notification:read" })
    .input(notificationList)
    .query(({ ctx, input }) => listNotifications(ctx, input)),

  unread: orgProcedure.meta({ permission: "notification:read" }).query(({ ctx }) => countUnread(ctx)),

  mark: orgProcedure
    .meta({ permission: "notification:read" })
    .input(notificationMark)
    .mutation(({ ctx, input }) => markNotifications(ctx, input)),

  markAll: orgProcedure.meta({ permission: "notification:read" }).mutation(({ ctx }) => markAllNotifications(ctx)),

  preferences: orgProcedure.meta({ permission: "notification:read" }).query(({ ctx }) => getPreferences(ctx)),

  setPreference: orgProcedure
    .meta({ permission: "notification:read" })
    .input(preferenceEdit)
    .mutation(({ ctx, input }) => setPreference(ctx, input)),
});
