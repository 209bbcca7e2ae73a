// Moments: points in time as a zone shows them; the calendar; text.

const int NANOS = 1000000000;
const int DAY = 86400;

type Moment record {|
    // Since the epoch.
    int seconds;
    int nanos = 0;
    int offset = 0;
    string zone = "Z";
    // Of a text: whether it has seconds, and whether it is of the form that says nothing but UTC.
    boolean hasSecond = true;
    boolean isUtc = true;
|};

final readonly & string[] monthNames =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
final readonly & string[] dayNames = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

// The zones that short names in texts stand for.
final readonly & map<string> namedZones = {
    "PST": "America/Los_Angeles",
    "PDT": "America/Los_Angeles",
    "MST": "America/Denver",
    "MDT": "America/Denver",
    "CST": "America/Chicago",
    "CDT": "America/Chicago",
    "EST": "America/New_York",
    "EDT": "America/New_York",
    "CET": "Europe/Paris",
    "CEST": "Europe/Paris",
    "BST": "Europe/London",
    "IST": "Asia/Kolkata",
    "JST": "Asia/Tokyo",
    "SGT": "Asia/Singapore"
};

isolated function floorDiv(int a, int b) returns int => (a - floorMod(a, b)) / b;

isolated function floorMod(int a, int b) returns int => (a % b + b) % b;

// Days from the epoch to a date, counted in eras of 400 years that begin in March.
isolated function daysOf(int year, int month, int day) returns int {
    int y = month <= 2 ? year - 1 : year;
    int era = floorDiv(y, 400);
    int ofEra = y - era * 400;
    int ofYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719468;
}

isolated function dateOf(int days) returns [int, int, int] {
    int z = days + 719468;
    int era = floorDiv(z, 146097);
    int ofEra = z - era * 146097;
    int year = (ofEra - ofEra / 1460 + ofEra / 36524 - ofEra / 146096) / 365;
    int ofYear = ofEra - (365 * year + year / 4 - year / 100);
    int shifted = (5 * ofYear + 2) / 153;
    int month = shifted < 10 ? shifted + 3 : shifted - 9;
    return [year + era * 400 + (month <= 2 ? 1 : 0), month, ofYear - (153 * shifted + 2) / 5 + 1];
}

isolated function weekday(int days) returns DayOfWeek => checkpanic floorMod(days + 4, 7).ensureType();

isolated function isLeap(int year) returns boolean => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

isolated function lengthOfMonth(int year, int month) returns int {
    return month == 2 ? (isLeap(year) ? 29 : 28) : (month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31);
}

isolated function within(string what, int min, int max, int value, string shown = max.toString()) returns FormatError? {
    if value < min || value > max {
        return error FormatError(string `Invalid value for ${what} (valid values ${min} - ${shown}): ${value}`);
    }
}

isolated function checkDate(int year, int month, int day) returns FormatError? {
    check within("Year", -999999999, 999999999, year);
    check within("MonthOfYear", 1, 12, month);
    check within("DayOfMonth", 1, 31, day, "28/31");
    if day > lengthOfMonth(year, month) {
        if day == 29 {
            return error FormatError(string `Invalid date 'February 29' as '${year}' is not a leap year`);
        }
        map<string> names = {"2": "FEBRUARY", "4": "APRIL", "6": "JUNE", "9": "SEPTEMBER", "11": "NOVEMBER"};
        return error FormatError(string `Invalid date '${names.get(month.toString())} ${day}'`);
    }
}

isolated function checkTime(int hour, int minute, int second) returns FormatError? {
    check within("HourOfDay", 0, 23, hour);
    check within("MinuteOfHour", 0, 59, minute);
    check within("SecondOfMinute", 0, 59, second);
}

isolated function momentOf(Utc utc) returns Moment {
    int nanos = <int>(utc[1] * <decimal>NANOS).floor();
    return {seconds: utc[0] + floorDiv(nanos, NANOS), nanos: floorMod(nanos, NANOS)};
}

isolated function utcOf(Moment moment) returns Utc => [moment.seconds, <decimal>moment.nanos / <decimal>NANOS];

isolated function inZone(Moment moment, string zone) returns Moment {
    return {seconds: moment.seconds, nanos: moment.nanos, offset: offsetAt(zone, moment.seconds), zone};
}

isolated function ofLocal(int local, int nanos, string zone) returns Moment {
    int seconds = secondsOfLocal(zone, local);
    return {seconds, nanos, offset: offsetAt(zone, seconds), zone};
}

isolated function zoneHandling(Civil civil, string problem) returns HeaderZoneHandling|FormatError {
    if civil?.utcOffset !is () {
        return PREFER_ZONE_OFFSET;
    }
    return civil?.timeAbbrev is () ? error FormatError(problem) : PREFER_TIME_ABBREV;
}

isolated function momentOfCivil(Civil civil, ZoneOffset? offset, string? abbreviation, HeaderZoneHandling handling)
        returns Moment|FormatError {
    decimal second = civil?.second ?: 0d;
    int whole = <int>second.floor();
    // Half a nanosecond counts as one.
    int nanos = <int>((second - second.floor()) * <decimal>NANOS + 0.5).floor();
    string zone;
    if handling == PREFER_ZONE_OFFSET {
        int offsetSecond = <int>((offset?.seconds ?: 0d) + 0.5).floor();
        zone = offsetText(check offsetOfParts(offset?.hours ?: 0, offset?.minutes ?: 0, offsetSecond));
    } else {
        zone = check knownZone(abbreviation ?: "");
    }
    check checkDate(civil.year, civil.month, civil.day);
    check checkTime(civil.hour, civil.minute, whole);
    check within("NanoOfSecond", 0, NANOS - 1, nanos);
    int days = daysOf(civil.year, civil.month, civil.day);
    return ofLocal(days * DAY + civil.hour * 3600 + civil.minute * 60 + whole, nanos, zone);
}

isolated function civilOf(Moment moment, boolean withSecond = true, boolean withOffset = false) returns Civil {
    int local = moment.seconds + moment.offset;
    int days = floorDiv(local, DAY);
    int time = floorMod(local, DAY);
    [int, int, int] [year, month, day] = dateOf(days);
    Civil civil = {
        year,
        month,
        day,
        hour: time / 3600,
        minute: time / 60 % 60,
        timeAbbrev: moment.zone,
        dayOfWeek: weekday(days)
    };
    if withSecond {
        civil.second = <decimal>(time % 60) + <decimal>moment.nanos / <decimal>NANOS;
    }
    if withOffset {
        civil.utcOffset = zoneOffset(moment.offset);
    }
    return civil;
}

isolated function added(Moment moment, Duration duration) returns Moment|FormatError {
    Moment sum = moment;
    int months = duration.years * 12 + duration.months;
    if months != 0 {
        int local = sum.seconds + sum.offset;
        [int, int, int] [year, month, day] = dateOf(floorDiv(local, DAY));
        int total = year * 12 + month - 1 + months;
        int newYear = floorDiv(total, 12);
        check within("Year", -999999999, 999999999, newYear);
        int newMonth = floorMod(total, 12) + 1;
        int newDay = int:min(day, lengthOfMonth(newYear, newMonth));
        sum = ofLocal(daysOf(newYear, newMonth, newDay) * DAY + floorMod(local, DAY), sum.nanos, sum.zone);
    }
    int days = duration.days + 7 * duration.weeks;
    if days != 0 {
        sum = ofLocal(sum.seconds + sum.offset + days * DAY, sum.nanos, sum.zone);
    }
    int nanos = sum.nanos + <int>((duration.seconds - duration.seconds.floor()) * <decimal>NANOS + 0.5).floor();
    int seconds = sum.seconds + duration.hours * 3600 + duration.minutes * 60 + <int>duration.seconds.floor();
    return inZone({seconds: seconds + nanos / NANOS, nanos: nanos % NANOS}, sum.zone);
}

isolated function padded(int n, int width = 2) returns string => n.toString().padZero(width);

isolated function dateText(int local) returns string {
    [int, int, int] [year, month, day] = dateOf(floorDiv(local, DAY));
    string sign = year < 0 ? "-" : year > 9999 ? "+" : "";
    return string `${sign}${padded(year.abs(), 4)}-${padded(month)}-${padded(day)}`;
}

// Fractions are shown as milli-, micro- or nanoseconds; seconds of zero only `always`.
isolated function timeText(int local, int nanos, boolean always) returns string {
    int time = floorMod(local, DAY);
    string text = padded(time / 3600) + ":" + padded(time / 60 % 60);
    int second = time % 60;
    if second == 0 && nanos == 0 && !always {
        return text;
    }
    text += ":" + padded(second);
    if nanos == 0 {
        return text;
    }
    string fraction = padded(nanos, 9);
    int digits = nanos % 1000000 == 0 ? 3 : nanos % 1000 == 0 ? 6 : 9;
    return text + "." + fraction.substring(0, digits);
}

isolated function offsetText(int offset) returns string {
    if offset == 0 {
        return "Z";
    }
    int n = offset.abs();
    string text = (offset < 0 ? "-" : "+") + padded(n / 3600) + ":" + padded(n / 60 % 60);
    return n % 60 == 0 ? text : text + ":" + padded(n % 60);
}

// `Wed, 10 Mar 2021 19:51:55`
isolated function emailText(Moment moment) returns string {
    int local = moment.seconds + moment.offset;
    int days = floorDiv(local, DAY);
    int time = floorMod(local, DAY);
    [int, int, int] [year, month, day] = dateOf(days);
    return string `${dayNames[weekday(days)]}, ${day} ${monthNames[month - 1]} ${padded(year, 4)} ${padded(time / 3600)}:${
        padded(time / 60 % 60)}:${padded(time % 60)}`;
}
