/**
 * What the mapping knows of an Outlook card: the properties of R4 and no others. The adapter turns Graph's
 * contact into this and back; what is not here can be neither read nor written.
 */
export interface CardAddress {
  readonly address: string;
  /** The server rewrites it (an organisation contact's name wins): never compared, sent back as read. */
  readonly name: string | null;
}

export interface OutlookCard {
  readonly initials: string | null;
  readonly givenName: string | null;
  readonly middleName: string | null;
  readonly surname: string | null;
  readonly displayName: string | null;
  readonly fileAs: string | null;
  readonly jobTitle: string | null;
  readonly companyName: string | null;
  readonly mobilePhone: string | null;
  /** `YYYY-MM-DD`. */
  readonly birthday: string | null;
  /** At most two. */
  readonly businessPhones: readonly string[];
  /** At most two. */
  readonly homePhones: readonly string[];
  /** At most three. */
  readonly emailAddresses: readonly CardAddress[];
}

export type OutlookCardPatch = Partial<OutlookCard>;

export const blankCard: OutlookCard = {
  initials: null,
  givenName: null,
  middleName: null,
  surname: null,
  displayName: null,
  fileAs: null,
  jobTitle: null,
  companyName: null,
  mobilePhone: null,
  birthday: null,
  businessPhones: [],
  homePhones: [],
  emailAddresses: [],
};
