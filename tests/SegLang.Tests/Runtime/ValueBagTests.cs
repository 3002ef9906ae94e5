using SegLang.Runtime;
using Xunit;

namespace SegLang.Tests.Runtime;

public sealed class ValueBagTests
{
    [Theory]
    [InlineData(5)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(500)]
    public void Different_values_are_counted_alike_whether_few_or_many(int count)
    {
        Random random = new(count);
        long[] numbers = [.. Enumerable.Range(0, count).Select(_ => random.NextInt64(40))];
        ValueBag<long> ofNumbers = new();
        ValueBag<string> ofTexts = new();
        for (int round = 0; round < 2; round++)
        {
            ofNumbers.Clear();
            ofTexts.Clear();
            Array.ForEach(numbers, ofNumbers.Add);
            Array.ForEach(numbers, n => ofTexts.Add($"{(char)('a' + n)}"));
            Assert.Equal(numbers.Distinct().Count(), ofNumbers.Distinct());
            Assert.Equal(numbers.Distinct().Count(), ofTexts.Distinct());
        }
    }

    [Theory]
    [InlineData(5)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(500)]
    public void The_most_frequent_value_is_the_smallest_of_its_like_whether_of_few_or_many(int count)
    {
        Random random = new(count);
        ValueBag<string> bag = new();
        for (int round = 0; round < 50; round++)
        {
            string[] texts = [.. Enumerable.Range(0, count).Select(_ => $"{(char)('a' + random.Next(12))}")];
            bag.Clear();
            Array.ForEach(texts, bag.Add);
            Assert.True(bag.Mode("", out string mode));
            Assert.Equal(texts.GroupBy(t => t).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).First().Key, mode);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(40)]
    public void Zero_and_minus_zero_are_one_value(int count)
    {
        ValueBag<double> bag = new();
        for (int i = 0; i < count; i++)
        {
            bag.Add(i % 2 == 0 ? 0.0 : -0.0);
        }

        Assert.Equal(1, bag.Distinct());
    }
}
