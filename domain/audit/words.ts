import { ACCESS_KINDS, isAccessKind } from "./kind";

/** Actions whose names do not read as words. */
const WORDS = new Map(
  Object.entries({
    "database.write": "Written in the database itself",
    "change.undo": "Took back a change",
    "alert.open": "Opened an alert",
    "alert.close": "Closed an alert",
    "alert.clear": "Cleared an alert by hand",
    "import.commit": "Wrote an import",
    "pack.refuse": "Refused to make a pack",
    "pack.send": "Mailed a pack",
    "document.restore": "Put a deleted document back",
    "document.add": "Added a document",
    "initiative.change_stage": "Changed the stage of an initiative",
    "invitation.create": "Invited somebody",
    "invitation.renew": "Made a new link for an invitation",
    "invitation.revoke": "Withdrew an invitation",
    "membership.accept": "Accepted an invitation",
    "membership.join": "Joined through an identity provider",
    "membership.follow-provider": "Took the role the identity provider gives",
    "membership.change-role": "Changed a member’s role",
    "membership.deactivate": "Deactivated a member",
    "membership.reactivate": "Reactivated a member",
    "membership.sign-out": "Signed a member out everywhere",
    "membership.reset-factor": "Reset a member’s second factor",
    "organisation.start": "Started the organisation",
    "organisation.require-factor": "Asked every member for a second factor",
    "organisation.waive-factor": "Asked for a second factor no more",
    "api-token.create": "Made an access token",
    "api-token.revoke": "Revoked an access token",
    "model.choose-measure": "Chose a model’s main measure",
    "view.set-default": "Set the default view",
    "quota.set": "Set limits of the organisation",
    "rule.clear": "Cleared alerts",
    "risk.create": "Entered a risk",
    "risk.assess": "Assessed a risk",
    "risk.tag": "Placed a risk in a taxonomy",
    "risk.close": "Closed a risk",
    "risk.reopen": "Reopened a risk",
    "risk.materialise": "Noted that a risk came true",
    "risk.import": "Imported risks",
    "assumption.import": "Imported assumptions",
    "issue.import": "Imported issues",
    "risk.add-control": "Added a control to a risk",
    "risk.edit-control": "Changed a control of a risk",
    "risk.remove-control": "Removed a control of a risk",
    "risk.add-action": "Added an action to a risk",
    "risk.edit-action": "Changed an action of a risk",
    "risk.remove-action": "Removed an action of a risk",
    "matrix.create-version": "Made a version of a risk matrix",
    "matrix.activate": "Put a risk matrix to use",
    "matrix.rerate": "Rated risks again by another matrix",
    "assumption.settle": "Said what became of an assumption",
    "issue.resolve": "Resolved an issue",
    "issue.reopen": "Reopened an issue",
    "risk.escalate": "Raised risks by rule",
    "risk.settle": "Settled risks that were raised",
    "risk.propose-acceptance": "Asked for a risk to be accepted",
    "risk.accept": "Accepted a risk",
    "risk.refuse-acceptance": "Refused to accept a risk",
    "risk.withdraw-acceptance": "Withdrew the acceptance of a risk",
    "risk.acceptance-expire": "Noted that acceptances of risks had ended",
    "risk.acceptance-notice": "Noted that acceptances of risks go stale, hold again or end soon",
    "program.direct": "Named the director of a program",
    "risk.signal-raise": "Raised the likelihood of risks by a measure",
    "risk.signal-clear": "Gave back the assessed likelihood of risks",
    "risk.signal-read": "Noted what measures ask of risks",
    "risk.signal-set-back": "Set back a likelihood that a measure had raised",
    "risk.link-indicator": "Tied a risk to a measure",
    "risk.edit-indicator": "Changed how a measure raises a risk",
    "risk.unlink-indicator": "Untied a risk from a measure",
    "appetite.add": "Added a category of risk",
    "appetite.edit": "Changed the appetite for a category of risk",
    "appetite.exposure": "Changed how much may be lost how often",
    "appetite.authorities": "Changed which level owns which risks",
    "appetite.rule": "Changed an escalation rule",
  }),
);

const VERBS = new Map(
  Object.entries({
    create: "Created",
    edit: "Edited",
    delete: "Deleted",
    archive: "Archived",
    restore: "Restored",
    import: "Imported into",
    build: "Built",
    request: "Asked for",
    cancel: "Cancelled",
    clear: "Cleared",
    save: "Saved",
    move: "Moved",
    rename: "Renamed",
    discover: "Discovered models through",
    pause: "Paused",
  }),
);

const article = (noun: string): string => (/^[aeiou]/.test(noun) ? `an ${noun}` : `a ${noun}`);

/** What was done, in words: a known action, else the verb of its name before the noun. */
export function auditWords(action: string): string {
  if (isAccessKind(action)) return ACCESS_KINDS[action];
  const known = WORDS.get(action);
  if (known) return known;
  const [noun = action, verb = ""] = action.split(/[./]/).map((part) => part.replaceAll(/[-_]/g, " "));
  const said = VERBS.get(verb);
  if (said) return `${said} ${article(noun)}`;
  const text = verb ? `${noun}: ${verb}` : noun;
  return text.charAt(0).toLocaleUpperCase("en") + text.slice(1);
}
