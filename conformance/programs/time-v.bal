import ballerina/io;
import ballerina/time;

function points() returns error? {
    time:Utc utc = check time:utcFromString("1985-04-12T23:20:50.520Z");
    io:println(utc); // @output [482196050,0.52]
    io:println(time:utcToString(utc)); // @output 1985-04-12T23:20:50.520Z
    io:println(time:utcToString([482196050, 0])); // @output 1985-04-12T23:20:50Z
    io:println(time:utcToString([-1, 0.000001])); // @output 1969-12-31T23:59:59.000001Z
    io:println(time:utcToString(time:utcAddSeconds(utc, 20.9))); // @output 1985-04-12T23:21:11.420Z
    io:println(time:utcToString(time:utcAddSeconds(utc, -51))); // @output 1985-04-12T23:19:59.520Z
    time:Utc earlier = check time:utcFromString("1985-04-11T23:20:55.640+00:00");
    io:println(time:utcDiffSeconds(utc, earlier)); // @output 86394.88
    io:println(time:utcDiffSeconds(earlier, utc)); // @output -86394.88
    time:Utc|time:Error wrong = time:utcFromString("yesterday");
    io:println(wrong is time:FormatError); // @output true
    time:Utc now = time:utcNow(3);
    io:println(now[0] > 1700000000, " ", now[1].toString().length()); // @output true 5
    decimal before = time:monotonicNow();
    io:println(time:monotonicNow() >= before); // @output true
}

function dates() {
    io:println(time:dateValidate({year: 2024, month: 2, day: 29})); // @output
    foreach [int, int, int] [year, month, day] in [[2023, 2, 29], [2023, 4, 31], [2023, 13, 1], [2023, 1, 32]] {
        time:Error? e = time:dateValidate({year, month, day});
        io:println(e is time:Error ? e.message() : "");
    }
    // @output Invalid date 'February 29' as '2023' is not a leap year
    // @output Invalid date 'APRIL 31'
    // @output Invalid value for MonthOfYear (valid values 1 - 12): 13
    // @output Invalid value for DayOfMonth (valid values 1 - 28/31): 32
    io:println(time:dayOfWeek({year: 1994, month: 11, day: 7}) == time:MONDAY); // @output true
    io:println(time:dayOfWeek({year: -4, month: 2, day: 29})); // @output 4
}

function civils() returns error? {
    time:Civil civil = check time:civilFromString("2021-04-12T23:20:50.520+05:30[Asia/Colombo]");
    io:println([civil.year, civil.month, civil.day, civil.hour, civil.minute]); // @output [2021,4,12,23,20]
    io:println(civil?.second, " ", civil?.timeAbbrev, " ", civil?.dayOfWeek); // @output 50.52 Asia/Colombo 1
    io:println(civil?.utcOffset); // @output {"hours":5,"minutes":30}
    io:println(check time:civilToString(civil)); // @output 2021-04-12T23:20:50.520+05:30
    io:println(time:utcToString(check time:utcFromCivil(civil))); // @output 2021-04-12T17:50:50.520Z
    civil = check time:civilFromString("2021-04-12T23:20:50.520Z");
    io:println(civil?.utcOffset is (), " ", civil?.timeAbbrev); // @output true Z
    civil = check time:civilFromString("2021-04-12T23:20-03:15:30");
    io:println(civil?.second is (), " ", civil?.utcOffset); // @output true {"hours":-3,"minutes":-15,"seconds":-30}
    time:Civil|error wrong = time:civilFromString("2021-04-12T23:20:50.520.05:30");
    io:println(wrong is error ? wrong.message() : "");
    // @output Text '2021-04-12T23:20:50.520.05:30' could not be parsed at index 23
    wrong = time:civilFromString("2021-02-30T10:00:00Z");
    io:println(wrong is error ? wrong.message() : "");
    // @output Text '2021-02-30T10:00:00Z' could not be parsed: Invalid date 'FEBRUARY 30'
    time:Civil named = {year: 2021, month: 4, day: 13, hour: 4, minute: 33, timeAbbrev: "Asia/Colombo"};
    io:println(check time:civilToString(named)); // @output 2021-04-13T04:33+05:30[Asia/Colombo]
    time:Utc|error none = time:utcFromCivil(named);
    io:println(none is error ? none.message() : ""); // @output civilTime.utcOffset must not be null
    named.hour = 45;
    string|error text = time:civilToString(named);
    io:println(text is error ? text.message() : ""); // @output Invalid value for HourOfDay (valid values 0 - 23): 45
    named.hour = 4;
    named.timeAbbrev = "Mars/Olympus";
    text = time:civilToString(named);
    io:println(text is error ? text.message() : ""); // @output Unknown time-zone ID: Mars/Olympus
}

function emails() returns error? {
    time:Utc utc = check time:utcFromString("2007-12-03T10:15:30.00Z");
    io:println(time:utcToEmailString(utc)); // @output Mon, 3 Dec 2007 10:15:30 +0000
    io:println(time:utcToEmailString(utc, "GMT")); // @output Mon, 3 Dec 2007 10:15:30 GMT
    time:Civil civil = check time:civilFromEmailString("Wed, 10 Mar 2021 19:51:55 -0800 (PST)");
    io:println(civil?.timeAbbrev, " ", civil?.utcOffset, " ", civil?.second);
    // @output America/Los_Angeles {"hours":-8,"minutes":0} 55
    io:println(check time:civilToEmailString(civil, time:PREFER_ZONE_OFFSET)); // @output Wed, 10 Mar 2021 19:51:55 -0800
    io:println(check time:civilToEmailString(civil, time:ZONE_OFFSET_WITH_TIME_ABBREV_COMMENT));
    // @output Wed, 10 Mar 2021 19:51:55 -0800 (PST)
    time:Civil|error wrong = time:civilFromEmailString("Wed, 10 2021 19:51:55 -0800 (PST)");
    io:println(wrong is error ? wrong.message() : "");
    // @output Text 'Wed, 10 2021 19:51:55 -0800 (PST)' could not be parsed at index 8
}

function zones() returns error? {
    time:Zone colombo = <time:Zone>time:getZone("Asia/Colombo");
    io:println(colombo.fixedOffset() is ()); // @output true
    io:println((<time:Zone>time:getZone("Etc/GMT-9")).fixedOffset()); // @output {"hours":9,"minutes":0}
    io:println((<time:Zone>time:getZone("-02:30")).fixedOffset()); // @output {"hours":-2,"minutes":-30}
    io:println(time:getZone("Asia/Nowhere") is ()); // @output true
    time:Civil civil = colombo.utcToCivil(check time:utcFromString("2007-12-03T10:15:30.00Z"));
    io:println(civil.hour, ":", civil.minute, " ", civil?.timeAbbrev); // @output 15:45 Asia/Colombo
    io:println(check time:civilToEmailString(civil, time:PREFER_TIME_ABBREV));
    // @output Mon, 3 Dec 2007 15:45:30 +0530 (IST)
    // An hour that is skipped, and one that there is twice.
    time:Zone newYork = <time:Zone>time:getZone("America/New_York");
    foreach [int, int, int] [month, day, hour] in [[3, 14, 2], [11, 7, 1]] {
        civil = {year: 2021, month, day, hour, minute: 30, timeAbbrev: "America/New_York"};
        io:println(time:utcToString(check newYork.utcFromCivil(civil)));
    }
    // @output 2021-03-14T07:30:00Z
    // @output 2021-11-07T05:30:00Z
    civil = check newYork.civilAddDuration({year: 2021, month: 3, day: 13, hour: 12, minute: 0,
            timeAbbrev: "America/New_York"}, {days: 1, hours: 1});
    io:println(civil.day, " ", civil.hour); // @output 14 13
    _ = check time:loadSystemZone();
}

function durations() returns error? {
    time:Civil civil = check time:civilFromString("2024-01-31T10:00:00.25+02:00");
    time:Civil later = check time:civilAddDuration(civil, {months: 1});
    io:println(check time:civilToString(later)); // @output 2024-02-29T10:00:00.250+02:00
    later = check time:civilAddDuration(civil, {years: -1, weeks: 1, days: -1, hours: 25, minutes: -30, seconds: 59.75});
    io:println(check time:civilToString(later)); // @output 2023-02-07T10:31+02:00
}

public function main() returns error? {
    check points();
    dates();
    check civils();
    check emails();
    check zones();
    check durations();
}
