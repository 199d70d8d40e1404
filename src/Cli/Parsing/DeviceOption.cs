using System.CommandLine;
using System.CommandLine.Parsing;
using Graft.Runtime;

namespace Graft.Cli;

/// <summary><c>--device</c>, which every verb that runs networks has: it holds for the process.</summary>
internal static class DeviceOption
{
    private const string Name = "--device";

    /// <summary>For the verbs below a command.</summary>
    public static void Apply(Command command)
    {
        foreach (var child in command.Subcommands)
        {
            if (child is Verb { Device: not DeviceUse.None } verb) child.Add(Make(verb.Device));
            Apply(child);
        }
    }

    /// <summary>Sets what was given.</summary>
    /// <exception cref="GraftException">A GPU is asked for where nothing runs on one.</exception>
    public static void Use(ParseResult parsed, DeviceUse use, Terminal terminal)
    {
        var option = parsed.CommandResult.Children.OfType<OptionResult>().FirstOrDefault(option => option.Option.Name == Name);
        if (option is not { Implicit: false } given) return;
        var device = ComputeDevice.Parse(given.GetValueOrDefault<string>()!, Name);
        ComputeDevice.OfProcess = device;
        if (use == DeviceUse.Cpu)
        {
            ComputeDevice.RequireCpu();
            if (!device.IsRequired) terminal.Say("device auto: the CPU, since Graft trains on the CPU");
        }
        else if (!device.IsRequired && ComputeDevice.Missing is { } missing) terminal.Say($"device auto: the CPU. {missing.Reason}");
    }

    /// <summary>Says why a GPU that was there in principle was not used.</summary>
    public static void TellFallback(Terminal terminal)
    {
        if (ComputeDevice.Fallback is { } reason && ComputeDevice.Missing is null) terminal.Say($"device auto: the CPU. {reason}");
    }

    private static Option<string> Make(DeviceUse use)
    {
        var option = new Option<string>(Name)
        {
            Description = use == DeviceUse.Cpu ? "cpu or auto: training uses the CPU" : "what networks run on; auto takes the CPU where no GPU can be used",
            HelpName = use == DeviceUse.Cpu ? "DEVICE" : "cpu|cuda|cuda:N|auto",
        };
        option.Validators.Add(result =>
        {
            try
            {
                ComputeDevice.Parse(result.GetValueOrDefault<string>() ?? "", Name);
            }
            catch (GraftException failure)
            {
                result.AddError($"{failure.What} {failure.Expected}");
            }
        });
        return option;
    }
}

/// <summary>What a verb's networks can run on.</summary>
internal enum DeviceUse
{
    /// <summary>It runs none, or has no choice to offer.</summary>
    None,

    /// <summary>It trains: the processor.</summary>
    Cpu,

    /// <summary>Whatever is there.</summary>
    Any,
}
