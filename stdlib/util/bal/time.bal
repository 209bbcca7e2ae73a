// ballerina/time: points in time, dates and times of day, zones, and their text.

# What the functions of this module fail with.
public type Error error;

# A text that is not of the format that is asked for, or a date or zone that does not exist.
public type FormatError distinct Error;

public type Seconds decimal;

# A point in time: seconds since the epoch, and the fraction of a second.
public type Utc readonly & [int, decimal];

public const int SUNDAY = 0;
public const int MONDAY = 1;
public const int TUESDAY = 2;
public const int WEDNESDAY = 3;
public const int THURSDAY = 4;
public const int FRIDAY = 5;
public const int SATURDAY = 6;

public type DayOfWeek SUNDAY|MONDAY|TUESDAY|WEDNESDAY|THURSDAY|FRIDAY|SATURDAY;

type DateFields record {
    int year;
    int month;
    int day;
};

type TimeOfDayFields record {
    int hour;
    int minute;
    Seconds second?;
};

type OptionalDateFields record {
    int year?;
    int month?;
    int day?;
};

type OptionalTimeOfDayFields record {
    int hour?;
    int minute?;
    Seconds second?;
};

# A date of the Gregorian calendar.
public type Date record {
    *DateFields;
    *OptionalTimeOfDayFields;
    ZoneOffset utcOffset?;
};

public type TimeOfDay record {
    *OptionalDateFields;
    *TimeOfDayFields;
    ZoneOffset utcOffset?;
};

public type ZoneOffset readonly & record {|
    int hours;
    int minutes = 0;
    decimal seconds?;
|};

# The offset of UTC.
public final ZoneOffset Z = {hours: 0};

public type ZERO_OR_ONE 0|1;

# Date and time in some region.
public type Civil record {
    *DateFields;
    *TimeOfDayFields;
    ZoneOffset utcOffset?;
    string timeAbbrev?;
    ZERO_OR_ONE which?;
    DayOfWeek dayOfWeek?;
};

public type UtcZoneHandling "0"|"GMT"|"UT"|"Z";

public type Duration record {|
    int years = 0;
    int months = 0;
    int weeks = 0;
    int days = 0;
    int hours = 0;
    int minutes = 0;
    Seconds seconds = 0.0;
|};

public enum HeaderZoneHandling {
    PREFER_TIME_ABBREV,
    PREFER_ZONE_OFFSET,
    ZONE_OFFSET_WITH_TIME_ABBREV_COMMENT
}

# The current time, the fraction rounded to `precision` digits (1 to 9).
public isolated function utcNow(int? precision = ()) returns Utc {
    int now = systemNanos();
    int nanos = now % NANOS;
    int digits = precision is int && precision > 0 && precision <= 9 ? precision : 9;
    int unit = 1;
    decimal scale = 1;
    foreach int i in 1 ... 9 {
        if i <= digits {
            scale *= 0.1;
        } else {
            unit *= 10;
        }
    }
    return [now / NANOS, <decimal>((nanos + unit / 2) / unit) * scale];
}

# Seconds since some point in the past; never set back.
public isolated function monotonicNow() returns decimal => <decimal>monotonicNanos() / <decimal>NANOS;

# The point in time of an RFC 3339 text.
public isolated function utcFromString(string timestamp) returns Utc|Error {
    Moment|Error moment = parseTimestamp(timestamp);
    if moment is Error {
        return error FormatError(string `The provided string '${timestamp}' does not adhere to the expected RFC 3339 `
            + "format 'YYYY-MM-DDTHH:MM:SS.SSZ'. ");
    }
    return utcOf(moment);
}

# The RFC 3339 text of a point in time.
public isolated function utcToString(Utc utc) returns string {
    Moment moment = momentOf(utc);
    int local = moment.seconds;
    return dateText(local) + "T" + timeText(local, moment.nanos, true) + "Z";
}

public isolated function utcAddSeconds(Utc utc, Seconds seconds) returns Utc {
    decimal whole = seconds.floor();
    int sum = utc[0] + <int>whole;
    decimal fraction = utc[1] + (seconds - whole);
    if fraction >= 1d {
        sum += <int>fraction.floor();
        fraction -= fraction.floor();
    }
    return [sum, fraction];
}

public isolated function utcDiffSeconds(Utc utc1, Utc utc2) returns Seconds {
    Moment a = momentOf(utc1);
    Moment b = momentOf(utc2);
    return <decimal>(a.seconds - b.seconds) + <decimal>(a.nanos - b.nanos) / <decimal>NANOS;
}

# An error when there is no such day.
public isolated function dateValidate(Date date) returns Error? => checkDate(date.year, date.month, date.day);

public isolated function dayOfWeek(Date date) returns DayOfWeek {
    checkpanic checkDate(date.year, date.month, date.day);
    return weekday(daysOf(date.year, date.month, date.day));
}

public isolated function utcToCivil(Utc utc) returns Civil => civilOf(momentOf(utc));

public isolated function utcFromCivil(Civil civilTime) returns Utc|Error {
    ZoneOffset? utcOffset = civilTime?.utcOffset;
    if utcOffset is () {
        if civilTime?.timeAbbrev.toString().toLowerAscii() != "z" {
            return error FormatError("civilTime.utcOffset must not be null");
        }
        utcOffset = Z;
    }
    return utcOf(check momentOfCivil(civilTime, utcOffset, (), PREFER_ZONE_OFFSET));
}

# Date and time of an RFC 3339 text.
public isolated function civilFromString(string dateTimeString) returns Civil|Error {
    Moment moment = check parseTimestamp(dateTimeString);
    return civilOf(moment, withSecond = moment.hasSecond, withOffset = !moment.isUtc);
}

public isolated function civilToString(Civil civil) returns string|Error {
    HeaderZoneHandling handling = check zoneHandling(civil, "the civil value should have either `utcOffset` or `timeAbbrev`");
    Moment moment = check momentOfCivil(civil, civil?.utcOffset, civil?.timeAbbrev, handling);
    int local = moment.seconds + moment.offset;
    string text = dateText(local) + "T" + timeText(local, moment.nanos, false) + offsetText(moment.offset);
    return isRegion(moment.zone) ? string `${text}[${moment.zone}]` : text;
}

# The text of a point in time as in the header of an email (RFC 5322).
public isolated function utcToEmailString(Utc utc, UtcZoneHandling zh = "0") returns string {
    return emailText(momentOf(utc)) + " " + (zh == "0" ? "+0000" : zh);
}

public isolated function civilFromEmailString(string dateTimeString) returns Civil|Error {
    return civilOf(check parseEmailDate(dateTimeString), withOffset = true);
}

public isolated function civilToEmailString(Civil civil, HeaderZoneHandling zoneHandling) returns string|Error {
    if civil?.utcOffset is () && zoneHandling != PREFER_TIME_ABBREV {
        return error FormatError(string `civilTime.utcOffset must not be null with time:${zoneHandling}`);
    }
    Moment moment = check momentOfCivil(civil, civil?.utcOffset, civil?.timeAbbrev, zoneHandling);
    string offset = moment.offset == 0 ? "+0000" : re `:`.replaceAll(offsetText(moment.offset), "").substring(0, 5);
    string text = emailText(moment) + " " + offset;
    return zoneHandling == PREFER_ZONE_OFFSET ? text : string `${text} (${shortName(moment)})`;
}

# Adds a duration: years, months, weeks and days to the date, the rest to the point in time.
public isolated function civilAddDuration(Civil civil, Duration duration) returns Civil|Error {
    HeaderZoneHandling handling = check zoneHandling(civil, "The civil value should have either `utcOffset` or `timeAbbrev`");
    Moment moment = check momentOfCivil(civil, civil?.utcOffset, civil?.timeAbbrev, handling);
    return civilOf(check added(moment, duration));
}
