namespace SegLang.Diagnostics;

/// <summary>The table of diagnostics. SEG6xxx: rule folders, settings and data files.</summary>
public static partial class Rules
{
    /// <summary>A file or folder that was asked for is not there.</summary>
    public static readonly Rule<string> PathNotFound =
        new("SEG6001", Severity.Error, path => $"`{path}` does not exist");

    /// <summary>A folder holds no rule file.</summary>
    public static readonly Rule<string> NoRuleFiles =
        new("SEG6002", Severity.Error, path => $"there is no `.seg` file in `{path}`");

    /// <summary>A data file is not UTF-8.</summary>
    public static readonly Rule<string> DataNotUtf8 =
        new("SEG6003", Severity.Error, path => $"`{path}` is not UTF-8 text");

    /// <summary>A data file is neither text nor a known database.</summary>
    public static readonly Rule<string> BinaryData =
        new("SEG6004", Severity.Error, path => $"`{path}` is a binary file, not data that can be read");

    /// <summary>The system refuses to read a file.</summary>
    public static readonly Rule<string, string> CannotRead =
        new("SEG6005", Severity.Error, (path, reason) => $"`{path}` cannot be read: {reason}");

    /// <summary>`seglang.json` is broken.</summary>
    public static readonly Rule<string> BadSettings =
        new("SEG6006", Severity.Error, reason => $"`seglang.json` cannot be used: {reason}");

    /// <summary>`seglang.json` has a setting that does not exist.</summary>
    public static readonly Rule<string> UnknownSetting =
        new("SEG6007", Severity.Error, name => $"`seglang.json` has no setting `{name}`");

    /// <summary>The system refuses to write a file.</summary>
    public static readonly Rule<string, string> CannotWrite =
        new("SEG6008", Severity.Error, (path, reason) => $"`{path}` cannot be written: {reason}");

    /// <summary>A data file has no header row.</summary>
    public static readonly Rule<string> EmptyData =
        new("SEG6010", Severity.Error, path => $"`{path}` is empty: a header row is needed");

    /// <summary>A data file has no column for the profile.</summary>
    public static readonly Rule<string, string> MissingKeyColumn =
        new("SEG6011", Severity.Error, (path, columns) => $"`{path}` has no column {columns} that names the profile");

    /// <summary>A data file has no column for the time.</summary>
    public static readonly Rule<string, string> MissingTimeColumn =
        new("SEG6012", Severity.Error, (path, column) => $"`{path}` has no column `{column}` that gives the time");

    /// <summary>A data file lacks a column that a field needs.</summary>
    public static readonly Rule<string, string, string> MissingColumn =
        new("SEG6013", Severity.Error, (path, column, field) => $"`{path}` has no column `{column}` for the field `{field}`");

    /// <summary>A data file lacks a column that `from` names.</summary>
    public static readonly Rule<string, string, string> MissingOptionalColumn =
        new("SEG6014", Severity.Warning, (path, column, field) => $"`{path}` has no column `{column}`, so the field `{field}` is not read");

    /// <summary>A data file has a column twice.</summary>
    public static readonly Rule<string, string> DoubledColumn =
        new("SEG6015", Severity.Error, (path, column) => $"`{path}` has the column `{column}` more than once");

    /// <summary>Data is given for an event that is not declared.</summary>
    public static readonly Rule<string> UnknownEventFile =
        new("SEG6016", Severity.Error, name => $"data is given for `{name}`, but no such event is declared");

    /// <summary>A database has no such table.</summary>
    public static readonly Rule<string, string> NoSuchTable =
        new("SEG6017", Severity.Error, (path, table) => $"`{path}` has no table `{table}`");

    /// <summary>A row is longer than any row is.</summary>
    public static readonly Rule<string, string> RowTooLong =
        new("SEG6018", Severity.Error, (path, row) => $"{row} of `{path}` is longer than 16 MiB");

    /// <summary>A value is given for a param that is not declared.</summary>
    public static readonly Rule<string> UnknownParam =
        new("SEG6019", Severity.Error, name => $"a value is given for the param `{name}`, but no such param is declared");

    /// <summary>A value for a param is not of its type.</summary>
    public static readonly Rule<string, string, string> BadParam =
        new("SEG6020", Severity.Error, (name, value, type) => $"`{value}` is not a value for the param `{name}` of type {type}");

    /// <summary>A name to select is not defined.</summary>
    public static readonly Rule<string> UnknownSelection =
        new("SEG6021", Severity.Error, name => $"there is no segment, class, score or trait `{name}` to select");

    /// <summary>A segment to choose by is not defined.</summary>
    public static readonly Rule<string> UnknownWhere =
        new("SEG6022", Severity.Error, name => $"there is no segment `{name}` to choose profiles by");

    /// <summary>There is nothing to evaluate.</summary>
    public static readonly PlainRule NoData =
        new("SEG6023", Severity.Error, "no data is given");

    /// <summary>A column of changes is no field.</summary>
    public static readonly Rule<string> UnknownChangeColumn =
        new("SEG6024", Severity.Error, column => $"the column `{column}` of the changes is no field of the profile");

    /// <summary>Rows were rejected where none may be.</summary>
    public static readonly Rule<string> RowsRejected =
        new("SEG6025", Severity.Error, count => $"{count} {(count == "1" ? "row was" : "rows were")} rejected, and `--strict` allows none");

    /// <summary>A file is too long.</summary>
    public static readonly Rule<string> TooManyRows =
        new("SEG6027", Severity.Error, path => $"`{path}` brings more than 2 147 483 647 rows");

    /// <summary>No part of a checkpoint is whole.</summary>
    public static readonly Rule<string> DamagedCheckpoint =
        new("SEG6030", Severity.Error, path => $"the checkpoint in `{path}` is damaged, or `seg` has not written it");

    /// <summary>A checkpoint was written by a newer version.</summary>
    public static readonly Rule<string, string, string> NewerCheckpoint =
        new("SEG6031", Severity.Error, (path, known, version) => $"`{path}` has the checkpoint format {version}, and this `seg` knows formats up to {known}");

    /// <summary>A checkpoint holds another rule set's profiles.</summary>
    public static readonly Rule<string, string, string> ForeignCheckpoint =
        new("SEG6032", Severity.Error, (path, stored, given) => $"the checkpoint in `{path}` is of {stored}, not of {given}");

    /// <summary>Another process works with a checkpoint.</summary>
    public static readonly Rule<string> CheckpointInUse =
        new("SEG6033", Severity.Error, path => $"another process works with the checkpoint in `{path}`");

    /// <summary>A stage that holds profiles is no longer there.</summary>
    public static readonly Rule<string, string, string> StageVanished =
        new("SEG6034", Severity.Error, (stage, journey, count) => $"{count} in the stage `{stage}` of `{journey}`, which the rules no longer have");

    /// <summary>The inputs before the position are not those of the checkpoint.</summary>
    public static readonly Rule<string, string> InputsDiffer =
        new("SEG6035", Severity.Error, (source, position) => $"`{source}` up to {position} is not what the checkpoint was made from");

    /// <summary>Something of changed rules has no state in the checkpoint.</summary>
    public static readonly Rule<string> StartsAnew =
        new("SEG6036", Severity.Info, what => $"{what} starts anew");

    /// <summary>The end of a checkpoint was not whole.</summary>
    public static readonly Rule<string> CheckpointBehind =
        new("SEG6037", Severity.Info, position => $"the end of the checkpoint was not whole; it goes on from {position}");

    /// <summary>A replay asks a checkpoint for another feed.</summary>
    public static readonly Rule<string, string> OtherReplay =
        new("SEG6038", Severity.Error, (then, now) => $"the checkpoint was made for the log `{then}`, not for `{now}`");

    /// <summary>A replay is to end before the position of its checkpoint.</summary>
    public static readonly Rule<string> CheckpointAhead =
        new("SEG6039", Severity.Error, position => $"the checkpoint is at {position} already, which is after the end of this replay");

    /// <summary>A name to tell of is not defined.</summary>
    public static readonly Rule<string> UnknownFeedName =
        new("SEG6040", Severity.Error, name => $"there is no segment, class, journey or action `{name}` to tell of");
}
