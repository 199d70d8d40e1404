using System.CommandLine;
using Graft.Cli;

namespace Graft.EndToEnd.Tests;

public class NumberTests
{
    private static readonly Type[] Whole = [typeof(int), typeof(long), typeof(ulong)], Broken = [typeof(float), typeof(double)];

    public static TheoryData<string, string, bool> NumberOptions
    {
        get
        {
            var data = new TheoryData<string, string, bool>();
            foreach (var (verb, option) in All())
            {
                var type = Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType;
                if (Whole.Contains(type) || Broken.Contains(type)) data.Add(verb, option.Name, Whole.Contains(type));
            }
            return data;
        }
    }

    [Theory, MemberData(nameof(NumberOptions))]
    public void What_is_no_plain_number_is_refused_by_every_option_in_plain_words(string verb, string option, bool isWhole)
    {
        foreach (var text in new[] { "0,001", "0,5", "1,000", "1.000.000", "1_000", "NaN", "nan", "Infinity", "-inf", "∞", "5x", "", "0x10", "1e999", "１" })
        {
            var message = Assert.Single(Mistakes(verb, option, text));
            Assert.StartsWith($"{option} takes a {(isWhole ? "whole number" : "number")}, not '{text}'.", message);
            Assert.DoesNotContain("System.", message);
        }
        if (isWhole) Assert.Single(Mistakes(verb, option, "2.5"));
        else Assert.Contains("write 0.001", Mistakes(verb, option, "0,001").Single());
        Assert.Contains("1000", Mistakes(verb, option, "1,000").Single());
    }

    [Theory]
    [InlineData("ce=0,5", "write ce=0.5")]
    [InlineData("ce=1,dice=0,25", "write dice=0.25")]
    [InlineData("ce=nan", "--loss ce= takes a number, not 'nan'")]
    [InlineData("dice=1e999", "--loss dice= takes a number")]
    public void Decimal_commas_in_shares_are_refused(string loss, string message) => Assert.Contains(message, Mistakes("train", "--loss", loss).First());

    [Theory]
    [InlineData("8,16;32", "'16;32'")]
    [InlineData("8,,16", "''")]
    [InlineData("8,1e1", "'1e1'")]
    public void Lists_of_whole_numbers_hold_whole_numbers(string strides, string part) =>
        Assert.Contains(part, Mistakes("train", "--fpn-strides", strides).First());

    [Fact]
    public void A_plain_number_is_read_as_it_stands_in_every_language()
    {
        var before = System.Globalization.CultureInfo.CurrentCulture;
        try
        {
            System.Globalization.CultureInfo.CurrentCulture = WithDecimalComma();
            var parsed = Root().Parse("train photos --lr 0.001 --mixup 2e-1 --epochs +3 --seed 18446744073709551615");
            Assert.Empty(parsed.Errors);
            Assert.Equal((0.001, 0.2, 3, ulong.MaxValue),
                (parsed.GetValue<double>("--lr"), parsed.GetValue<double>("--mixup"), parsed.GetValue<int>("--epochs"), parsed.GetValue<ulong>("--seed")));
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = before;
        }
    }

    private static System.Globalization.CultureInfo WithDecimalComma()
    {
        var culture = (System.Globalization.CultureInfo)System.Globalization.CultureInfo.InvariantCulture.Clone();
        (culture.NumberFormat.NumberDecimalSeparator, culture.NumberFormat.NumberGroupSeparator) = (",", ".");
        return culture;
    }

    internal static IEnumerable<(string Verb, Option Option)> All() =>
        HelpTests.AllVerbs.Select(row => row.Data).SelectMany(verb => Root().Parse(verb).CommandResult.Command.Options.Select(option => (verb, option)));

    internal static Command Root() => Verbs.Root(new Terminal(TextWriter.Null, TextWriter.Null));

    private static IEnumerable<string> Mistakes(string verb, string option, string text)
    {
        var parsed = Root().Parse([.. verb.Split(' '), option, text]);
        return UsageErrors.Of(parsed).Where(message => message.Contains(option));
    }
}
