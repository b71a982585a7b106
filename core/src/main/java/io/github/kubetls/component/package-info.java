/**
 * The flags that bootstrapping needs: {@link io.github.kubetls.component.ApiServerFlags},
 * {@link io.github.kubetls.component.ControllerManagerFlags} and {@link io.github.kubetls.component.KubeletFlags}, each read
 * from and written to a command line or a file with one flag per line. Two of these flags name a file:
 * {@link io.github.kubetls.component.AuthenticationConfiguration} and
 * {@link io.github.kubetls.component.AuthorizationConfiguration}.
 */
package io.github.kubetls.component;
