using SegLang.Reference;
using SegLang.Symbols;
using Xunit;

namespace SegLang.Tests.Reference;

public sealed class ExactArithmetic
{
    [Theory]
    [InlineData(5, 2, 3)] // 2.5
    [InlineData(-5, 2, -3)]
    [InlineData(5, -2, -3)]
    [InlineData(-5, -2, 3)]
    [InlineData(4, 3, 1)]
    [InlineData(-4, 3, -1)]
    [InlineData(0, 7, 0)]
    public void Halves_go_away_from_zero(long dividend, long divisor, long expected) =>
        Assert.Equal(expected, (long)ReferenceArithmetic.DivideHalfAway(dividend, divisor));

    [Fact]
    public void Scales_are_brought_together()
    {
        Assert.Equal(3355L, ReferenceArithmetic.Add(110L, 2, 2255L, 3, 3)); // 1.10 + 2.255
        Assert.Equal(-1155L, ReferenceArithmetic.Subtract(110L, 2, 2255L, 3, 3));
        Assert.Equal(1875L, ReferenceArithmetic.Multiply(15L, 1, 125L, 2, 3)); // 1.5 · 1.25
        Assert.Equal(33333333L, ReferenceArithmetic.Divide(10000L, 2, 3L, 0, 6)); // 100.00 / 3
        Assert.Equal(15L, ReferenceArithmetic.Modulo(75L, 1, 2L, 0, 1)); // mod(7.5, 2)
        Assert.Equal(-1L, ReferenceArithmetic.Modulo(-7L, 0, 3L, 0, 0));
    }

    [Fact]
    public void Products_of_more_than_nine_digits_are_rounded()
    {
        // 0.000001 · 0.0005 = 0.0000000005 → 0.000000001
        Assert.Equal(1L, ReferenceArithmetic.Multiply(1L, 6, 5L, 4, 9));
        Assert.Equal(-1L, ReferenceArithmetic.Multiply(-1L, 6, 5L, 4, 9));
        Assert.Equal(0L, ReferenceArithmetic.Multiply(1L, 6, 4L, 4, 9));
    }

    [Fact]
    public void What_does_not_fit_64_bits_is_unknown()
    {
        Assert.Null(ReferenceArithmetic.Add(long.MaxValue, 0, 1L, 0, 0));
        Assert.Null(ReferenceArithmetic.Multiply(long.MaxValue, 0, 2L, 0, 0));
        Assert.Null(ReferenceArithmetic.Round(long.MaxValue, 0, 1));
        Assert.Null(ReferenceArithmetic.Divide(1L, 0, 0L, 0, 4));
        Assert.Null(ReferenceArithmetic.Modulo(1L, 0, 0L, 0, 0));
        Assert.Null(ReferenceArithmetic.Finite(double.NaN));
        Assert.Null(ReferenceArithmetic.Finite(double.PositiveInfinity));
        Assert.Null(ReferenceArithmetic.WholeNumber(9223372036854775808.0));
        Assert.Equal(long.MinValue, ReferenceArithmetic.WholeNumber(-9223372036854775808.0));
    }

    [Theory]
    [InlineData(-25, -3, -2)]
    [InlineData(25, 2, 3)]
    [InlineData(-20, -2, -2)]
    [InlineData(20, 2, 2)]
    public void Floor_and_ceiling_go_down_and_up(long tenths, long floor, long ceiling)
    {
        Assert.Equal(floor, ReferenceArithmetic.Floor(tenths, 1));
        Assert.Equal(ceiling, ReferenceArithmetic.Ceiling(tenths, 1));
    }

    [Fact]
    public void Different_scales_are_compared_exactly()
    {
        var cents = new DecimalType(2);
        var nano = new DecimalType(9);
        Assert.Equal(0, ReferenceArithmetic.Compare(150L, cents, 1_500_000_000L, nano));
        Assert.True(ReferenceArithmetic.Compare(150L, cents, 1_500_000_001L, nano) < 0);
        Assert.True(ReferenceArithmetic.Compare(long.MaxValue, cents, long.MaxValue, nano) > 0);
    }

    [Fact]
    public void Negative_zero_is_zero() =>
        Assert.Equal(0L, BitConverter.DoubleToInt64Bits((double)ReferenceArithmetic.Finite(-0.0)!));
}
