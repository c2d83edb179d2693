/** Groups that are not to be held together (GOV-7). */
export const packs = {
  'enroll.incompatible':
    '“{group}” doesn’t go with “{other}”, which you have or are asking for: nobody may have both.{reason} Choose one of the two, or give the other back first under “My requests”.',
  'enroll.nobodyElse': 'Here, people ask for access themselves: whoever it’s for can write to me too. For the rest, here’s what I can do.',
  'enroll.further': '“{group}” doesn’t go with “{other}”, which you have or are asking for: one more approver has to agree.',
  'decide.incompatible':
    '“{group}” can’t be given: this person has “{other}” by now, and nobody may have both.{reason} Refuse the request, or approve it once the other access has been given back.',
  'approval.conflicts': 'Incompatible with',
} as const;
