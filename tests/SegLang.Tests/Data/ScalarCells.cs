using System.Text;
using SegLang.Data;
using SegLang.Plan;
using SegLang.Runtime;

namespace SegLang.Tests.Data;

/// <summary>What a cell means as each scalar type.</summary>
public sealed class ScalarCells
{
    private static readonly Calendar Berlin = new(ZoneTables.From("Europe/Berlin"), weekStartsSunday: false);

    [Theory]
    [InlineData("0", 0, Outcome.Ok, 0)]
    [InlineData(" -12.50 ", 2, Outcome.Ok, -1250)]
    [InlineData("+7", 3, Outcome.Ok, 7000)]
    [InlineData("12.500", 2, Outcome.Ok, 1250)]
    [InlineData("12.505", 2, Outcome.TooPrecise, 0)]
    [InlineData("1e3", 0, Outcome.Ok, 1000)]
    [InlineData("1.25E1", 1, Outcome.Ok, 125)]
    [InlineData("1e-1", 0, Outcome.TooPrecise, 0)]
    [InlineData("9223372036854775807", 0, Outcome.Ok, long.MaxValue)]
    [InlineData("-9223372036854775808", 0, Outcome.Ok, long.MinValue)]
    [InlineData("9223372036854775808", 0, Outcome.OutOfRange, 0)]
    [InlineData("99999999999999999999999999999999999999999", 0, Outcome.OutOfRange, 0)]
    [InlineData("1.0000000000000000000000000000000000000000000", 0, Outcome.Ok, 1)]
    [InlineData("9999999999", 9, Outcome.OutOfRange, 0)]
    [InlineData("1,5", 2, Outcome.Malformed, 0)]
    [InlineData("1.", 2, Outcome.Malformed, 0)]
    [InlineData(".5", 2, Outcome.Malformed, 0)]
    [InlineData("", 2, Outcome.Malformed, 0)]
    [InlineData("-", 2, Outcome.Malformed, 0)]
    [InlineData("1 000", 2, Outcome.Malformed, 0)]
    [InlineData("0x10", 0, Outcome.Malformed, 0)]
    public void An_exact_number_is_never_rounded(string text, int scale, Outcome outcome, long value)
    {
        Assert.Equal(outcome, Scalars.Exact(Encoding.UTF8.GetBytes(text), scale, out long read));
        if (outcome == Outcome.Ok)
        {
            Assert.Equal(value, read);
        }
    }

    [Theory]
    [InlineData("2026-03-09T15:00", "2026-03-09T14:00:00Z")]
    [InlineData("2026-03-09 15:00:30", "2026-03-09T14:00:30Z")]
    [InlineData("2026-03-09T15:00:30.1234567", "2026-03-09T14:00:30.123456Z")]
    [InlineData("2026-03-09T15:00Z", "2026-03-09T15:00:00Z")]
    [InlineData("2026-03-09T15:00+01:00", "2026-03-09T14:00:00Z")]
    [InlineData("2026-03-09T15:00-0530", "2026-03-09T20:30:00Z")]
    [InlineData("2026-03-09", "2026-03-08T23:00:00Z")]
    [InlineData("2026-03-29T02:30", "2026-03-29T01:30:00Z")]
    [InlineData("2026-10-25T02:30", "2026-10-25T00:30:00Z")]
    [InlineData("0001-01-02T00:00", "0001-01-01T23:06:32Z")]
    public void A_datetime_without_an_offset_is_local(string text, string instant)
    {
        Assert.Equal(Outcome.Ok, Scalars.DateTime(Encoding.UTF8.GetBytes(text), Berlin, out long read));
        Assert.Equal(instant, ValueFormat.Instant(read));
    }

    [Theory]
    [InlineData("2026-02-29", Outcome.NoSuchDate)]
    [InlineData("2026-13-01", Outcome.NoSuchDate)]
    [InlineData("0000-01-01", Outcome.NoSuchDate)]
    [InlineData("2026-02-28T24:00", Outcome.NoSuchDate)]
    [InlineData("2026-02-28T10:60", Outcome.NoSuchDate)]
    [InlineData("2026-02-28T10:00:61", Outcome.NoSuchDate)]
    [InlineData("0001-01-01T00:00", Outcome.OutOfRange)]
    [InlineData("9999-12-31T23:59-01:00", Outcome.OutOfRange)]
    [InlineData("28.02.2026", Outcome.Malformed)]
    [InlineData("2026-2-28", Outcome.Malformed)]
    [InlineData("2026-02-28T10", Outcome.Malformed)]
    [InlineData("2026-02-28T10:00:00.", Outcome.Malformed)]
    [InlineData("2026-02-28T10:00 Europe", Outcome.Malformed)]
    [InlineData("20260228", Outcome.Malformed)]
    public void A_datetime_that_no_calendar_has_is_refused(string text, Outcome outcome) =>
        Assert.Equal(outcome, Scalars.DateTime(Encoding.UTF8.GetBytes(text), Berlin, out _));

    [Theory]
    [InlineData("PT0S", 0)]
    [InlineData("P1DT2H", 93_600_000_000)]
    [InlineData("-PT0.5S", -500_000)]
    [InlineData("P2W", 1_209_600_000_000)]
    [InlineData("PT1H30M1.000001S", 5_401_000_001)]
    public void A_duration_reads_and_writes_as_iso_8601(string text, long microseconds)
    {
        Assert.Equal(Outcome.Ok, Scalars.Duration(Encoding.UTF8.GetBytes(text), out long read));
        Assert.Equal(microseconds, read);
        Assert.Equal(Outcome.Ok, Scalars.Duration(Encoding.UTF8.GetBytes(ValueFormat.Duration(read)), out long again));
        Assert.Equal(microseconds, again);
    }

    [Theory]
    [InlineData("P1M")]
    [InlineData("P1Y")]
    [InlineData("PT")]
    [InlineData("P")]
    [InlineData("PT5")]
    [InlineData("P1D2H")]
    [InlineData("PT1M1H")]
    public void A_duration_has_no_months_and_its_units_in_order(string text) =>
        Assert.NotEqual(Outcome.Ok, Scalars.Duration(Encoding.UTF8.GetBytes(text), out _));

    [Theory]
    [InlineData("true", true)]
    [InlineData("FALSE", false)]
    [InlineData("1", true)]
    [InlineData("0", false)]
    [InlineData("yes", null)]
    [InlineData("2", null)]
    public void A_bool_is_true_false_one_or_zero(string text, bool? value)
    {
        Outcome outcome = Scalars.Bool(Encoding.UTF8.GetBytes(text), out bool read);
        Assert.Equal(value, outcome == Outcome.Ok ? read : null);
    }

    [Theory]
    [InlineData("1e3", 1000.0)]
    [InlineData("-0", 0.0)]
    [InlineData("0.1", 0.1)]
    [InlineData("1e999", null)]
    [InlineData("NaN", null)]
    [InlineData("Infinity", null)]
    [InlineData("1,5", null)]
    public void A_number_is_finite(string text, double? value)
    {
        Outcome outcome = Scalars.Number(Encoding.UTF8.GetBytes(text), out double read);
        Assert.Equal(value, outcome == Outcome.Ok ? read : null);
    }

    [Theory]
    [InlineData(0, 2, "0.00")]
    [InlineData(-5, 2, "-0.05")]
    [InlineData(long.MinValue, 9, "-9223372036.854775808")]
    public void Decimals_are_written_with_their_scale(long unscaled, int scale, string text) =>
        Assert.Equal(text, ValueFormat.Exact(unscaled, scale));
}
