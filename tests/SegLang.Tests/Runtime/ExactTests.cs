using SegLang.Runtime;
using Xunit;

namespace SegLang.Tests.Runtime;

public sealed class ExactTests
{
    [Fact]
    public void Sums_and_differences_that_do_not_fit_have_no_answer()
    {
        Assert.False(Exact.Add(long.MaxValue, 1, out _));
        Assert.False(Exact.Subtract(long.MinValue, 1, out _));
        Assert.True(Exact.Add(long.MaxValue, -1, out long sum) && sum == long.MaxValue - 1);
        Assert.True(Exact.Subtract(long.MinValue, -1, out long rest) && rest == long.MinValue + 1);
        Assert.False(Exact.Add(long.MaxValue, 0, 1, 9, out _));
        Assert.True(Exact.Add(15, 1, 25, 2, out long mixed) && mixed == 175);
        Assert.True(Exact.Subtract(25, 2, 15, 1, out long less) && less == -125);
    }

    [Theory]
    [InlineData(long.MaxValue, 1, 0, 0, true, long.MaxValue)]
    [InlineData(long.MinValue, -1, 0, 0, false, 0)]
    [InlineData(4_000_000_000, 4_000_000_000, 0, 0, false, 0)]
    [InlineData(15, 15, 5, 5, true, 23)] // 0.00015 · 0.00015 = 0.0000000225, at nine digits 0.000000023
    [InlineData(-15, 15, 5, 5, true, -23)]
    [InlineData(long.MaxValue, 10, 9, 1, true, long.MaxValue)]
    public void Products_round_half_away_from_zero_beyond_nine_digits(long a, long b, int scaleA, int scaleB, bool answers, long expected)
    {
        Assert.Equal(answers, Exact.Multiply(a, scaleA, b, scaleB, out long product));
        Assert.Equal(expected, answers ? product : 0);
    }

    [Fact]
    public void Quotients_round_half_away_from_zero()
    {
        Assert.True(Exact.Divide(100, 2, 3, 0, 6, out long third) && third == 333_333);
        Assert.True(Exact.Divide(-200, 2, 3, 0, 6, out long twoThirds) && twoThirds == -666_667);
        Assert.True(Exact.Divide(1, 0, -2, 0, 0, out long half) && half == -1);
        Assert.False(Exact.Divide(1, 0, 0, 0, 4, out _));
        Assert.False(Exact.Divide(long.MaxValue, 0, 1, 9, 9, out _));
        Assert.True(Exact.Divide(long.MinValue, 9, 1, 0, 0, out long floor) && floor == -9_223_372_037);
    }

    [Fact]
    public void Remainders_take_the_sign_of_the_first()
    {
        Assert.True(Exact.Mod(-7, 0, 3, 0, out long rest) && rest == -1);
        Assert.True(Exact.Mod(75, 1, 2, 0, out long mixed) && mixed == 15);
        Assert.False(Exact.Mod(1, 0, 0, 0, out _));
        Assert.True(Exact.Mod(long.MinValue, 0, -1, 0, out long none) && none == 0);
    }

    [Fact]
    public void Rescaling_floors_and_ceilings()
    {
        Assert.True(Exact.Rescale(2345, 3, 2, out long rounded) && rounded == 235);
        Assert.True(Exact.Rescale(-2345, 3, 2, out long negative) && negative == -235);
        Assert.False(Exact.Rescale(long.MaxValue, 0, 1, out _));
        Assert.Equal((-3, -2, 2, 3), (Exact.Floor(-25, 1), Exact.Ceil(-25, 1), Exact.Floor(25, 1), Exact.Ceil(25, 1)));
        Assert.False(Exact.FloorNumber(1e19, out _));
        Assert.False(Exact.CeilNumber(9223372036854775808.0, out _));
        Assert.True(Exact.FloorNumber(-9223372036854775808.0, out long least) && least == long.MinValue);
        Assert.False(Exact.Abs(long.MinValue, out _));
        Assert.False(Exact.Negate(long.MinValue, out _));
    }

    [Fact]
    public void Comparison_of_scales_is_exact()
    {
        Assert.True(Exact.Compare(long.MaxValue, 0, long.MaxValue, 9) > 0);
        Assert.Equal(0, Exact.Compare(10, 1, 100, 2));
        Assert.True(Exact.Compare(long.MinValue, 0, long.MinValue, 1) < 0);
    }

    [Fact]
    public void Means_come_from_128_bits()
    {
        Assert.True(Exact.Mean((Int128)long.MaxValue * 4, 4, 0, out long mean) && mean == long.MaxValue);
        Assert.True(Exact.Mean(1, 3, 4, out long third) && third == 3333);
        Assert.True(Exact.Mean(-2, 3, 4, out long less) && less == -6667);
        Assert.False(Exact.Mean(0, 0, 4, out _));
    }

    [Fact]
    public void Numbers_are_finite_and_zero_has_one_sign()
    {
        Assert.False(Exact.Number(double.NaN, out _));
        Assert.False(Exact.Number(double.PositiveInfinity, out _));
        Assert.True(Exact.Number(-0.0, out double zero) && !double.IsNegative(zero));
        Assert.Equal(12.5, Exact.ToNumber(125, 1));
    }
}
