namespace SegLang.Diagnostics;

/// <summary>The table of diagnostics. SEG6xxx: rule folders, settings and data files.</summary>
public static partial class Rules
{
    /// <summary>SEG6001</summary>
    public static readonly Rule<string> PathNotFound =
        new("SEG6001", Severity.Error, path => $"`{path}` does not exist");

    /// <summary>SEG6002</summary>
    public static readonly Rule<string> NoRuleFiles =
        new("SEG6002", Severity.Error, path => $"there is no `.seg` file in `{path}`");

    /// <summary>SEG6003</summary>
    public static readonly Rule<string> NotUtf8 =
        new("SEG6003", Severity.Error, path => $"`{path}` is not UTF-8 text");

    /// <summary>SEG6004</summary>
    public static readonly Rule<string> BinaryFile =
        new("SEG6004", Severity.Error, path => $"`{path}` is a binary file, not text");

    /// <summary>SEG6005</summary>
    public static readonly Rule<string, string> CannotRead =
        new("SEG6005", Severity.Error, (path, reason) => $"`{path}` cannot be read: {reason}");

    /// <summary>SEG6006</summary>
    public static readonly Rule<string> BadSettings =
        new("SEG6006", Severity.Error, reason => $"`seglang.json` cannot be used: {reason}");

    /// <summary>SEG6007</summary>
    public static readonly Rule<string> UnknownSetting =
        new("SEG6007", Severity.Error, name => $"`seglang.json` has no setting `{name}`");

    /// <summary>SEG6008</summary>
    public static readonly Rule<string, string> CannotWrite =
        new("SEG6008", Severity.Error, (path, reason) => $"`{path}` cannot be written: {reason}");

    /// <summary>SEG6010</summary>
    public static readonly Rule<string> EmptyData =
        new("SEG6010", Severity.Error, path => $"`{path}` is empty: a header row is needed");

    /// <summary>SEG6011</summary>
    public static readonly Rule<string, string> MissingKeyColumn =
        new("SEG6011", Severity.Error, (path, columns) => $"`{path}` has no column {columns} that names the profile");

    /// <summary>SEG6012</summary>
    public static readonly Rule<string, string> MissingTimeColumn =
        new("SEG6012", Severity.Error, (path, column) => $"`{path}` has no column `{column}` that gives the time");

    /// <summary>SEG6013</summary>
    public static readonly Rule<string, string, string> MissingColumn =
        new("SEG6013", Severity.Error, (path, column, field) => $"`{path}` has no column `{column}` for the field `{field}`");

    /// <summary>SEG6014</summary>
    public static readonly Rule<string, string, string> MissingOptionalColumn =
        new("SEG6014", Severity.Warning, (path, column, field) => $"`{path}` has no column `{column}`, so the field `{field}` is not read");

    /// <summary>SEG6015</summary>
    public static readonly Rule<string, string> DoubledColumn =
        new("SEG6015", Severity.Error, (path, column) => $"`{path}` has the column `{column}` more than once");

    /// <summary>SEG6016</summary>
    public static readonly Rule<string> UnknownEventFile =
        new("SEG6016", Severity.Error, name => $"data is given for `{name}`, but no such event is declared");

    /// <summary>SEG6017</summary>
    public static readonly Rule<string, string> NoSuchTable =
        new("SEG6017", Severity.Error, (path, table) => $"`{path}` has no table `{table}`");

    /// <summary>SEG6018</summary>
    public static readonly Rule<string, string> RowTooLong =
        new("SEG6018", Severity.Error, (path, row) => $"row {row} of `{path}` is longer than 16 MiB");

    /// <summary>SEG6019</summary>
    public static readonly Rule<string> UnknownParam =
        new("SEG6019", Severity.Error, name => $"a value is given for the param `{name}`, but no such param is declared");

    /// <summary>SEG6020</summary>
    public static readonly Rule<string, string, string> BadParam =
        new("SEG6020", Severity.Error, (name, value, type) => $"`{value}` is not a value for the param `{name}` of type {type}");

    /// <summary>SEG6021</summary>
    public static readonly Rule<string> UnknownSelection =
        new("SEG6021", Severity.Error, name => $"there is no segment, class, score or trait `{name}` to select");

    /// <summary>SEG6022</summary>
    public static readonly Rule<string> UnknownWhere =
        new("SEG6022", Severity.Error, name => $"there is no segment `{name}` to choose profiles by");

    /// <summary>SEG6023</summary>
    public static readonly PlainRule NoData =
        new("SEG6023", Severity.Error, "no data is given");

    /// <summary>SEG6024</summary>
    public static readonly Rule<string> UnknownChangeColumn =
        new("SEG6024", Severity.Error, column => $"the column `{column}` of the changes is no field of the profile");

    /// <summary>SEG6025</summary>
    public static readonly Rule<string> RowsRejected =
        new("SEG6025", Severity.Error, count => $"{count} rows were rejected, and `--strict` allows none");

    /// <summary>SEG6026</summary>
    public static readonly Rule<string, string> CannotSelect =
        new("SEG6026", Severity.Error, (name, type) => $"`{name}` cannot be written to a file: it is of type {type}");

    /// <summary>SEG6027</summary>
    public static readonly Rule<string> TooManyRows =
        new("SEG6027", Severity.Error, path => $"`{path}` brings more than 2 147 483 647 rows");

    /// <summary>SEG8100</summary>
    public static readonly Rule<string> RuleFileTooBig =
        new("SEG8100", Severity.Error, path => $"`{path}` is larger than 2 MiB");
}
