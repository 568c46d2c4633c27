// Opens an environment of Pulumi ESC as Pulumi Cloud does, by ESC's own evaluator. The outputs of
// the stacks that it reads come in as JSON on stdin, {"project/stack": {"output": {value, secret}}},
// and what `pulumi env run` would set goes out as JSON on stdout.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"github.com/pulumi/esc"
	"github.com/pulumi/esc/eval"
	"github.com/pulumi/esc/schema"
)

func main() {
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(file string) error {
	var provider stacks
	in := json.NewDecoder(os.Stdin)
	in.UseNumber()
	if err := in.Decode(&provider); err != nil {
		return err
	}
	source, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	declared, found, err := eval.LoadYAMLBytes(file, source)
	if err != nil || found.HasErrors() {
		return errors.Join(err, found)
	}
	about, err := esc.NewExecContext(nil)
	if err != nil {
		return err
	}
	cloud := cloud{provider}
	opened, found := eval.EvalEnvironment(
		context.Background(), "rezonate", declared, cloud, cloud, cloud, about,
	)
	if found.HasErrors() {
		return found
	}
	return json.NewEncoder(os.Stdout).Encode(map[string]any{
		"environmentVariables": said(opened.GetEnvironmentVariables()),
		"files":                said(opened.GetTemporaryFiles()),
	})
}

type output struct {
	Value  any  `json:"value"`
	Secret bool `json:"secret"`
}

func said(values map[string]esc.Value) map[string]output {
	all := map[string]output{}
	for name, value := range values {
		all[name] = output{value.ToJSON(false), value.Secret}
	}
	return all
}

// The provider pulumi-stacks, with the inputs and the form of outputs that Pulumi documents.
type stacks map[string]map[string]output

func (stacks) Schema() (*schema.Schema, *schema.Schema) {
	stack := schema.Record(schema.BuilderMap{"stack": schema.String()})
	inputs := schema.BuilderMap{"stacks": schema.Object().AdditionalProperties(stack)}
	return schema.Record(inputs).Schema(), schema.Always()
}

func (s stacks) Open(
	_ context.Context, inputs map[string]esc.Value, _ esc.EnvExecContext,
) (esc.Value, error) {
	all := map[string]esc.Value{}
	for name, asked := range inputs["stacks"].Value.(map[string]esc.Value) {
		stack := asked.Value.(map[string]esc.Value)["stack"].Value.(string)
		outputs, ok := s[stack]
		if !ok {
			return esc.Value{}, fmt.Errorf("there is no stack %q", stack)
		}
		values, err := valuesOf(outputs)
		if err != nil {
			return esc.Value{}, err
		}
		all[name] = esc.NewValue(values)
	}
	return esc.NewValue(all), nil
}

func valuesOf(outputs map[string]output) (map[string]esc.Value, error) {
	values := map[string]esc.Value{}
	for name, output := range outputs {
		value, err := esc.FromJSON(output.Value)
		if err != nil {
			return nil, err
		}
		if output.Secret {
			value = value.MakeSecret()
		}
		values[name] = value
	}
	return values, nil
}

// What else Pulumi Cloud has for an environment: one provider, no ciphertext, no other environment.
type cloud struct{ stacks stacks }

func (c cloud) LoadProvider(_ context.Context, name string) (esc.Provider, error) {
	if name != "pulumi-stacks" {
		return nil, fmt.Errorf("there is no provider %q here", name)
	}
	return c.stacks, nil
}

func (cloud) LoadRotator(_ context.Context, name string) (esc.Rotator, error) {
	return nil, fmt.Errorf("there is no rotator %q here", name)
}

func (cloud) Decrypt(context.Context, []byte) ([]byte, error) {
	return nil, errors.New("there is nothing encrypted here")
}

func (cloud) LoadEnvironment(
	_ context.Context, name string,
) ([]byte, eval.Decrypter, error) {
	return nil, nil, fmt.Errorf("there is no environment %q here", name)
}
