using System.Collections;
using Graft.Cli;
using Graft.Runtime;

namespace Graft.Serving.Tests;

/// <summary>The command line and the variables of the server program, and the help of the verb.</summary>
public sealed class SettingsTests
{
    [Fact]
    public void The_command_line_holds_where_a_variable_says_otherwise()
    {
        var settings = Read(["--max-batch", "3", "--urls=http://127.0.0.1:1", "--model", "a.onnx", "--model", "b=b.onnx", "--accept-tiff", "--abstain", "0.05"],
            ("GRAFT_MAX_BATCH", "7"), ("GRAFT_URLS", "http://127.0.0.1:2"), ("GRAFT_QUEUE", "9"), ("GRAFT_HOME", "x"), ("MAX_BATCH", "8"));
        Assert.Equal(3, settings.Limits.MaxBatch);
        Assert.Equal(0.05, settings.Limits.Abstain);
        Assert.Equal(["http://127.0.0.1:1"], settings.Urls);
        Assert.Equal(["a.onnx", "b=b.onnx"], settings.Models);
        Assert.Equal(9, settings.Limits.Queue);
        Assert.True(settings.Limits.AcceptTiff);
    }

    [Theory]
    [InlineData(true, "--accept-tiff")]
    [InlineData(true, "--accept-tiff", "true")]
    [InlineData(true, "--accept-tiff", "1")]
    [InlineData(true, "--accept-tiff=true")]
    [InlineData(false, "--accept-tiff", "false")]
    [InlineData(false, "--accept-tiff", "0")]
    [InlineData(true, "--accept-tiff", "--queue", "9")]
    [InlineData(false, "--accept-tiff", "0", "--queue", "9")]
    public void A_switch_may_have_a_value(bool isAccepted, params string[] arguments) =>
        Assert.Equal(isAccepted, Read(arguments, ("GRAFT_ACCEPT_TIFF", isAccepted ? "0" : "1")).Limits.AcceptTiff);

    [Theory]
    [InlineData("'--max-bach' is not a flag", "--max-bach", "3")]
    [InlineData("Did you mean '--max-batch'?", "--max-bach=3")]
    [InlineData("'model.onnx' is not a flag", "model.onnx")]
    [InlineData("'-queue' is not a flag", "-queue", "3")]
    [InlineData("--queue has no value", "--queue")]
    [InlineData("--queue is given twice", "--queue", "1", "--queue", "2")]
    [InlineData("--queue is 'many'", "--queue", "many")]
    [InlineData("--workers is '1.5'", "--workers", "1.5")]
    [InlineData("--max-pixels is '-1'", "--max-pixels", "-1")]
    [InlineData("--accept-tiff is 'yes'", "--accept-tiff=yes")]
    [InlineData("--watch-window has no effect without --watch", "--watch-window", "50")]
    [InlineData("--review-share has no effect without --review", "--review-share", "0.5")]
    [InlineData("'yes' is not a flag", "--accept-tiff", "yes")]
    [InlineData("--timeout-ms is '-Infinity'", "--timeout-ms", "-Infinity")]
    [InlineData("--max-body-mb is '-Infinity'", "--max-body-mb", "-Infinity")]
    [InlineData("--max-delay-ms is '-Infinity'", "--max-delay-ms", "-Infinity")]
    [InlineData("--drain-seconds is 'Infinity'", "--drain-seconds", "Infinity")]
    [InlineData("--timeout-ms is 'NaN'", "--timeout-ms", "NaN")]
    public void What_is_not_understood_is_an_error(string words, params string[] arguments) =>
        Assert.Contains(words, Assert.Throws<GraftException>(() => Read(arguments)).Message);

    [Fact]
    public void Every_flag_of_the_verb_is_a_setting_of_the_server_and_the_other_way_round()
    {
        // The verb takes models as arguments; threads for each model are the server's alone.
        var verb = new ServeVerb(new Terminal(new StringWriter(), new StringWriter()));
        string[] others = ["--max-pixels", "--model", "--workers"];
        Assert.Equal(verb.Options.Select(option => option.Name).Union(others).Order(StringComparer.Ordinal),
            ServeSettingsReader.Flags.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Watching_is_asked_for_by_flags_and_by_variables()
    {
        Assert.Null(Read([]).Watch);
        Assert.Equal(new WatchOptions(), Read(["--watch"]).Watch);
        Assert.Equal(new WatchOptions { Window = 50, FalseAlarms = 0.05 },
            Read(["--watch-window", "50"], ("GRAFT_WATCH", "true"), ("GRAFT_WATCH_FALSE_ALARMS", "0.05")).Watch);
    }

    [Fact]
    public void A_wrong_variable_is_named_as_it_is_called() =>
        Assert.Contains("GRAFT_TIMEOUT_MS is 'soon'", Assert.Throws<GraftException>(() => Read([], ("GRAFT_TIMEOUT_MS", "soon"))).Message);

    [Fact]
    public async Task The_help_of_the_verb_says_what_is_so()
    {
        var serve = await Help("serve");
        Assert.Contains($"{new ServingLimits().MaxPixels}", serve);
        Assert.DoesNotContain($"{Graft.Imaging.DecodeOptions.DefaultMaxPixels}", serve);
        foreach (var verb in new[] { "keys", "keys add", "keys list", "keys revoke" })
            Assert.DoesNotContain("MODEL", await Help(["serve", .. verb.Split(' ')]));
        Assert.DoesNotContain("at once", await Help("serve", "keys", "revoke"));
    }

    [Theory]
    [InlineData("--watch-window", "50")]
    [InlineData("--review-days", "5")]
    public async Task A_flag_of_the_verb_that_nothing_asks_for_is_refused(string flag, string value)
    {
        var error = new StringWriter();
        Assert.Equal(2, await CommandLine.Run(["serve", "m.onnx", flag, value], new Terminal(new StringWriter(), error)));
        Assert.Contains($"{flag} has no effect without --{flag.Split('-')[2]}", error.ToString());
    }

    private static async Task<string> Help(params string[] words)
    {
        var output = new StringWriter();
        Assert.Equal(0, await CommandLine.Run([.. words, "--help"], new Terminal(output, new StringWriter())));
        return output.ToString();
    }

    private static ServeSettings Read(string[] arguments, params (string Name, string Value)[] variables)
    {
        var environment = new Hashtable();
        foreach (var (name, value) in variables) environment[name] = value;
        return ServeSettingsReader.Read(arguments, environment);
    }
}
