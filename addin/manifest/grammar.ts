/**
 * What may stand where in the manifest: order of the children, allowed attribute values. Only the part of the format
 * that we use; anything else is reported, so that whoever adds an element looks up its place first.
 * From [MS-OWEMXML] 5.2-5.7 and learn.microsoft.com/javascript/api/manifest.
 */

/** Parent → its children in the order in which the schema wants them; `!` must be there, `*` may be there more than once. */
export const children: Record<string, readonly string[]> = {
  OfficeApp: [
    'Id!',
    'Version!',
    'ProviderName!',
    'DefaultLocale!',
    'DisplayName!',
    'Description!',
    'IconUrl!',
    'HighResolutionIconUrl!',
    'SupportUrl!',
    'AppDomains',
    'Hosts!',
    'Requirements!',
    'FormSettings!',
    'Permissions!',
    'Rule!',
    'DisableEntityHighlighting',
    'VersionOverrides',
  ],
  DisplayName: ['Override*'],
  'OfficeApp/Description': ['Override*'],
  AppDomains: ['AppDomain*'],
  'OfficeApp/Hosts': ['Host!'],
  'OfficeApp/Hosts/Host': [],
  'OfficeApp/Requirements': ['Sets!'],
  Sets: ['Set!*'],
  FormSettings: ['Form!*'],
  Form: ['DesktopSettings!', 'TabletSettings', 'PhoneSettings'],
  DesktopSettings: ['SourceLocation!', 'RequestedHeight'],
  Rule: ['Rule*'],
  VersionOverrides: ['Requirements!', 'Hosts!', 'Resources!', 'VersionOverrides'],
  'VersionOverrides/Requirements': ['bt:Sets!'],
  'bt:Sets': ['bt:Set!*'],
  'VersionOverrides/Hosts': ['Host!'],
  Host: ['DesktopFormFactor!', 'MobileFormFactor'],
  DesktopFormFactor: ['SupportsSharedFolders', 'FunctionFile', 'ExtensionPoint!*'],
  MobileFormFactor: ['FunctionFile', 'ExtensionPoint!*'],
  'DesktopFormFactor/ExtensionPoint': ['OfficeTab!'],
  'MobileFormFactor/ExtensionPoint': ['Group!'],
  OfficeTab: ['Group!*'],
  Group: ['Label!', 'Control!*'],
  Control: ['Label!', 'Supertip', 'Icon!', 'Action!'],
  Supertip: ['Title!', 'Description!'],
  Icon: ['bt:Image!*'],
  Action: ['SourceLocation!', 'SupportsPinning', 'SupportsNoItemContext', 'SupportsMultiSelect'],
  Resources: ['bt:Images!', 'bt:Urls!', 'bt:ShortStrings!', 'bt:LongStrings!'],
  'bt:Images': ['bt:Image!*'],
  'bt:Urls': ['bt:Url!*'],
  'bt:ShortStrings': ['bt:String!*'],
  'bt:LongStrings': ['bt:String!*'],
  'bt:String': ['bt:Override*'],
};

/** Attributes: element → attribute → allowed values, or a pattern. An attribute that is not named here is reported. */
export const attributes: Record<string, Record<string, RegExp>> = {
  OfficeApp: { 'xsi:type': /^MailApp$/u },
  DisplayName: { DefaultValue: /^.{1,125}$/u },
  'OfficeApp/Description': { DefaultValue: /^.{1,250}$/u },
  Override: { Locale: /^[a-z]{2}-[A-Z]{2}$/u, Value: /^.{1,250}$/u },
  'bt:Override': { Locale: /^[a-z]{2}-[A-Z]{2}$/u, Value: /^.{1,250}$/u },
  IconUrl: { DefaultValue: /^https:/u },
  HighResolutionIconUrl: { DefaultValue: /^https:/u },
  SupportUrl: { DefaultValue: /^https:/u },
  'OfficeApp/Hosts/Host': { Name: /^Mailbox$/u },
  Set: { Name: /^Mailbox$/u, MinVersion: /^1\.[1-5]$/u },
  Form: { 'xsi:type': /^Item(Read|Edit)$/u },
  'DesktopSettings/SourceLocation': { DefaultValue: /^https:/u },
  Rule: {
    'xsi:type': /^(RuleCollection|ItemIs)$/u,
    Mode: /^(And|Or)$/u,
    ItemType: /^(Message|Appointment)$/u,
    FormType: /^(Read|Edit|ReadOrEdit)$/u,
  },
  VersionOverrides: { 'xsi:type': /^VersionOverridesV1_[01]$/u },
  'bt:Sets': { DefaultMinVersion: /^1\.\d{1,2}$/u },
  'bt:Set': { Name: /^Mailbox$/u, MinVersion: /^1\.\d{1,2}$/u },
  Host: { 'xsi:type': /^MailHost$/u },
  'DesktopFormFactor/ExtensionPoint': {
    'xsi:type': /^(Message(Read|Compose)|Appointment(Organizer|Attendee))CommandSurface$/u,
  },
  'MobileFormFactor/ExtensionPoint': { 'xsi:type': /^MobileMessageReadCommandSurface$/u },
  OfficeTab: { id: /^TabDefault$/u },
  Group: { id: /^[A-Za-z][\w.]{0,31}$/u },
  Control: { 'xsi:type': /^(Mobile)?Button$/u, id: /^[A-Za-z][\w.]{0,31}$/u },
  Icon: { 'xsi:type': /^bt:MobileIconList$/u },
  'Icon/bt:Image': { size: /^(16|25|32|48|80)$/u, scale: /^[123]$/u, resid: /./u },
  'bt:Images/bt:Image': { id: /./u, DefaultValue: /^https:/u },
  'bt:Url': { id: /./u, DefaultValue: /^https:/u },
  'bt:String': { id: /./u, DefaultValue: /./u },
  Action: { 'xsi:type': /^(ShowTaskpane|ExecuteFunction)$/u },
  Label: { resid: /./u },
  Title: { resid: /./u },
  'Supertip/Description': { resid: /./u },
  FunctionFile: { resid: /./u },
  'Action/SourceLocation': { resid: /./u },
};

/** Element → what its text must look like. */
export const texts: Record<string, RegExp> = {
  Id: /^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u,
  Version: /^[1-9]\d{0,4}(\.\d{1,5}){3}$/u,
  ProviderName: /^.{1,125}$/u,
  DefaultLocale: /^[a-z]{2}-[A-Z]{2}$/u,
  AppDomain: /^https:\/\/[^/\s]+$/u,
  RequestedHeight: /^(3[2-9]|[4-9]\d|[123]\d\d|4[0-4]\d|450)$/u,
  Permissions: /^(Restricted|ReadItem|ReadWriteItem|ReadWriteMailbox)$/u,
  DisableEntityHighlighting: /^(true|false)$/u,
  SupportsSharedFolders: /^(true|false)$/u,
  SupportsPinning: /^(true|false)$/u,
  SupportsNoItemContext: /^(true|false)$/u,
  SupportsMultiSelect: /^(true|false)$/u,
};

/** Icon sizes that a button must have; those of a phone each in three scales. */
export const buttonIcons = ['16', '32', '80'] as const;
export const mobileIcons = ['25', '32', '48'] as const;

export const maxResidLength = 32;
/** Longest text by kind of resource. */
export const maxStringLength: Record<string, number> = { 'bt:ShortStrings': 125, 'bt:LongStrings': 250 };
