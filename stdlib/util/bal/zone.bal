// Zones: fixed offsets, and regions with their rules.

# A time zone.
public type Zone readonly & object {
    public isolated function fixedOffset() returns ZoneOffset?;
    public isolated function utcFromCivil(Civil civil) returns Utc|Error;
    public isolated function utcToCivil(Utc utc) returns Civil;
    public isolated function civilAddDuration(Civil civil, Duration duration) returns Civil|Error;
};

# A zone by its identifier, or that of the system.
public readonly class TimeZone {
    *Zone;
    private final string id;

    public isolated function init(string? zoneId = ()) returns Error? {
        self.id = check knownZone(zoneId ?: systemZone());
    }

    # The offset from UTC, when it has always been the same.
    public isolated function fixedOffset() returns ZoneOffset? {
        int? offset = fixedZoneOffset(self.id);
        return offset is int ? zoneOffset(offset) : ();
    }

    # The point in time of a date and time in the zone that `timeAbbrev` names.
    public isolated function utcFromCivil(Civil civil) returns Utc|Error {
        string? timeAbbrev = civil?.timeAbbrev;
        if timeAbbrev is () {
            return error FormatError("Abbreviation for the local time is required for the conversion");
        }
        return utcOf(check momentOfCivil(civil, (), timeAbbrev, PREFER_TIME_ABBREV));
    }

    public isolated function utcToCivil(Utc utc) returns Civil => civilOf(inZone(momentOf(utc), self.id));

    public isolated function civilAddDuration(Civil civil, Duration duration) returns Civil|Error {
        HeaderZoneHandling handling =
            check zoneHandling(civil, "The civil value should have either `utcOffset` or `timeAbbrev`");
        Moment moment = check momentOfCivil(civil, civil?.utcOffset, civil?.timeAbbrev, handling);
        return civilOf(check added(inZone(moment, self.id), duration));
    }
}

public isolated function loadSystemZone() returns Zone|Error => check new TimeZone();

# The zone with an identifier, if there is one.
public isolated function getZone(string id) returns Zone? {
    TimeZone|Error zone = new (id);
    return zone is TimeZone ? zone : ();
}

// The identifier as it is shown: offsets have one form.
isolated function knownZone(string id) returns string|FormatError {
    if id == "Z" || id == "UTC" || id == "GMT" || id == "UT" {
        return id;
    }
    if id.startsWith("+") || id.startsWith("-") {
        return offsetText(check offsetOf(id));
    }
    foreach string prefix in ["UTC", "GMT", "UT"] {
        if id.startsWith(prefix + "+") || id.startsWith(prefix + "-") {
            int offset = check offsetOf(id.substring(prefix.length()));
            return offset == 0 ? prefix : prefix + offsetText(offset);
        }
    }
    if !re `[A-Za-z][A-Za-z0-9~/._+\-]+`.isFullMatch(id) {
        return error FormatError(string `Invalid ID for region-based ZoneId, invalid format: ${id}`);
    }
    return isKnownRegion(id) ? id : error FormatError(string `Unknown time-zone ID: ${id}`);
}

isolated function isRegion(string zone) returns boolean => zone != "Z" && !zone.startsWith("+") && !zone.startsWith("-");

// The offset in seconds of a zone without rules.
isolated function plainOffset(string zone) returns int? {
    int? sign = zone.indexOf("+") ?: zone.indexOf("-");
    if sign is int && (sign == 0 || ["UTC", "GMT", "UT"].indexOf(zone.substring(0, sign)) is int) {
        int|FormatError offset = offsetOf(zone.substring(sign));
        return offset is int ? offset : ();
    }
    return ["Z", "UTC", "GMT", "UT"].indexOf(zone) is int ? 0 : ();
}

isolated function fixedZoneOffset(string zone) returns int? => plainOffset(zone) ?: fixedRegionOffset(zone);

isolated function offsetAt(string zone, int seconds) returns int => plainOffset(zone) ?: regionOffset(zone, seconds);

// The point in time of a local time. One that is skipped is moved on, of two that are the same the first one is meant.
isolated function secondsOfLocal(string zone, int local) returns int {
    int? offset = plainOffset(zone);
    return offset is int ? local - offset : regionSeconds(zone, local);
}

// `+h`, `+hh`, `+hhmm`, `+hh:mm`, `+hhmmss`, `+hh:mm:ss`
isolated function offsetOf(string text) returns int|FormatError {
    string digits = re `:`.replaceAll(text.substring(1), "");
    boolean known = re `[+\-](\d|\d\d|\d{4}|\d\d:\d\d|\d{6}|\d\d:\d\d:\d\d)`.isFullMatch(text);
    if !known {
        return error FormatError(string `Invalid ID for ZoneOffset, invalid format: ${text}`);
    }
    int n = checkpanic int:fromString(digits);
    int[] parts = digits.length() <= 2 ? [n, 0, 0]
        : digits.length() == 4 ? [n / 100, n % 100, 0] : [n / 10000, n / 100 % 100, n % 100];
    int sign = text.startsWith("-") ? -1 : 1;
    return offsetOfParts(sign * parts[0], sign * parts[1], sign * parts[2]);
}

isolated function offsetOfParts(int hours, int minutes, int seconds) returns int|FormatError {
    if hours < -18 || hours > 18 {
        return error FormatError(string `Zone offset hours not in valid range: value ${hours} is not in the range -18 to 18`);
    }
    boolean positive = hours > 0 || minutes > 0 || seconds > 0;
    boolean negative = hours < 0 || minutes < 0 || seconds < 0;
    if positive && negative {
        string problem = hours == 0 ? "Zone minutes and seconds must have the same sign"
            : string `Zone minutes and seconds must be ${hours > 0 ? "positive" : "negative"} because hours is ${
                hours > 0 ? "positive" : "negative"}`;
        return error FormatError(problem);
    }
    if minutes < -59 || minutes > 59 {
        return error FormatError(
            string `Zone offset minutes not in valid range: value ${minutes} is not in the range -59 to 59`);
    }
    if seconds < -59 || seconds > 59 {
        return error FormatError(
            string `Zone offset seconds not in valid range: value ${seconds} is not in the range -59 to 59`);
    }
    int total = hours * 3600 + minutes * 60 + seconds;
    return total.abs() <= 64800 ? total : error FormatError("Zone offset not in valid range: -18:00 to +18:00");
}

isolated function zoneOffset(int offset) returns ZoneOffset {
    int sign = offset < 0 ? -1 : 1;
    int n = offset.abs();
    int seconds = n % 60;
    if seconds == 0 {
        return {hours: sign * (n / 3600), minutes: sign * (n / 60 % 60)};
    }
    return {hours: sign * (n / 3600), minutes: sign * (n / 60 % 60), seconds: <decimal>(sign * seconds)};
}

// The short name of a moment's zone in English.
isolated function shortName(Moment moment) returns string {
    return plainOffset(moment.zone) is int ? moment.zone : regionName(moment.zone, moment.seconds);
}

isolated function systemNanos() returns int = external;

isolated function monotonicNanos() returns int = external;

isolated function systemZone() returns string = external;

isolated function isKnownRegion(string id) returns boolean = external;

isolated function fixedRegionOffset(string id) returns int? = external;

isolated function regionOffset(string id, int seconds) returns int = external;

isolated function regionSeconds(string id, int local) returns int = external;

isolated function regionName(string id, int seconds) returns string = external;
